import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Owner } from '../../broker/broker.ts';
import { listProcesses } from '../../core/processes.ts';
import { waitUntil } from '../../core/wait-until.ts';
import { openCanaries } from '../../enclosure/canaries.ts';
import { openNetwork } from '../../enclosure/network.ts';
import { findEnclosureTools } from '../../enclosure/tools.ts';
import { type Launcher, plainLauncher } from '../launcher.ts';
import { StudentFault } from '../student-fault.ts';
import { exerciseWith, nodePath, openWorkshop, type Workshop } from '../testing.ts';
import { type Attack, attacks, moduleOf } from './programs.ts';

vi.setConfig({ testTimeout: 60_000 });

/** A user of these tests alone, so that what is left of a program can be found. */
const attacker: Owner = { uid: 61_235, gid: 61_235 };
const isRoot = process.getuid?.() === 0;
const tools = findEnclosureTools();
/** Without a user of its own a program could do harm in earnest where nothing encloses it. */
const why = 'missing' in tools ? tools.missing : isRoot ? undefined : 'only root can run attacks as another user';
const names = ['body', 'later', 'undo'];
const exercise = { ...exerciseWith('src/main.mjs', names), modules: { 'src/main.mjs': { exports: contracts(names) } } };

let workshop: Workshop;
let enclosed: Launcher;
beforeAll(async () => {
  workshop = await openWorkshop();
  if (why !== undefined || 'missing' in tools) return;
  const { broker } = workshop;
  const network = await openNetwork({ broker, tools, nodePath, owner: attacker, label: 'network of attackers' });
  enclosed = await workshop.enclosed(tools, attacker, network.enter);
}, 60_000);
afterAll(() => workshop[Symbol.asyncDispose]());

describe.skipIf(why !== undefined)(`attacks by programs${why ? ` (skipped: ${why})` : ''}`, () => {
  test.for(attacks.map((attack) => [attack.name, attack.does, attack] as const))(
    '%s: %s; it has success where nothing is enclosed, and none in bubblewrap',
    async ([, , attack]) => {
      expect(await run(attack, plainLauncher)).toEqual({ success: true, left: 0 });
      expect(await run(attack, enclosed)).toEqual({ success: false, left: 0, touched: [] });
    },
  );
});

/** Runs it as a submission; what it touched counts where it was enclosed. */
async function run(attack: Attack, launcher: Launcher) {
  await using canaries = await openCanaries(workshop.broker, attacker);
  const before = new Set(attackers());
  const staged = await workshop.stage({ 'src/main.mjs': moduleOf(attack) }, exercise, attacker);
  const call = async (name: string) => {
    await using student = await workshop.start({}, { staged, exercise, launcher, owner: attacker });
    try {
      return await student.call(name, [canaries.targets]);
    } catch (error) {
      if (error instanceof StudentFault) return false; // it did itself in
      throw error;
    }
  };
  const first = await call('body');
  const success = attack.later ? await call('later') : first;
  if (attack.undo) await call('undo');
  const left = await leftOver(before);
  return launcher === plainLauncher ? { success, left } : { success, left, touched: canaries.touched() };
}

/** Processes of the attacker's user that two seconds after the end still run, and did not before. */
async function leftOver(before: ReadonlySet<number>): Promise<number> {
  const count = () => attackers().filter((pid) => !before.has(pid)).length;
  await waitUntil('all to be gone', () => count() === 0, { timeout: 2000 }).catch(() => undefined);
  return count();
}

function attackers(): number[] {
  const pids = listProcesses().map(({ pid }) => pid);
  return pids.filter((pid) => ownerOf(pid) === attacker.uid);
}

function ownerOf(pid: number): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}

function contracts(exported: readonly string[]): Record<string, { deadline: number }> {
  return Object.fromEntries(exported.map((name) => [name, { deadline: 20_000 }]));
}
