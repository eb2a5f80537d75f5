import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Owner } from '../../broker/broker.ts';
import { listProcesses } from '../../core/processes.ts';
import { waitUntil } from '../../core/wait-until.ts';
import { openCanaries } from '../../enclosure/canaries.ts';
import { openNetwork } from '../../enclosure/network.ts';
import { findEnclosureTools } from '../../enclosure/tools.ts';
import { cellsOf, dockerForTest, openDockerForTest } from '../../engines/docker/open-for-test.ts';
import { type Launcher, plainLauncher } from '../launcher.ts';
import { launcherFor } from '../launcher-for.ts';
import type { StagedSubmission } from '../staging.ts';
import { StudentFault } from '../student-fault.ts';
import type { RunningStudent } from '../student-spec.ts';
import { exerciseWith, nodePath, openWorkshop, type Workshop } from '../testing.ts';
import { type Attack, attacks, moduleOf } from './programs.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

/** A user of these tests alone, so that what is left of a program can be found. */
const attacker: Owner = { uid: 61_235, gid: 61_235 };
const tools = findEnclosureTools();
const docker = await dockerForTest();
/** Without a user of its own a program could do harm in earnest where nothing encloses it. */
const notRoot = process.getuid?.() === 0 ? undefined : 'only root can run attacks as another user';
const names = ['body', 'later', 'undo'];
const exercise = { ...exerciseWith('src/main.mjs', names), modules: { 'src/main.mjs': { exports: contracts(names) } } };

interface Sandbox {
  launcher: Launcher;
  /** How many programs are left in it that nobody waits for. Default: new processes of the attacker's. */
  left?(): Promise<number>;
}

let workshop: Workshop;
const ends = new AsyncDisposableStack();
beforeAll(async () => {
  workshop = ends.use(await openWorkshop());
});
afterAll(() => ends.disposeAsync());

describeAttacks('bubblewrap', 'missing' in tools ? tools.missing : undefined, async () => {
  if ('missing' in tools) throw new Error(tools.missing);
  const { broker } = workshop;
  const network = await openNetwork({ broker, tools, nodePath, owner: attacker, label: 'network of attackers' });
  return { launcher: await workshop.enclosed(tools, attacker, network.enter) };
});

describeAttacks('a container', docker.because, async () => {
  const { broker, engine } = ends.use(await openDockerForTest(docker, workshop));
  return {
    launcher: launcherFor('cells', await engine.clientGround()),
    left: async () => (await cellsOf(docker, broker)).length - 1,
  };
});

function describeAttacks(name: string, lacks: string | undefined, open: () => Promise<Sandbox>): void {
  const why = notRoot ?? lacks;
  describe.skipIf(why !== undefined)(`attacks by programs in ${name}${why ? ` (skipped: ${why})` : ''}`, () => {
    let sandbox: Sandbox;
    beforeAll(async () => {
      sandbox = await open();
    });
    test(`what is none: a program in ${name} may have three threads of its own`, async () => {
      await using student = await start(await stage(threads), sandbox.launcher);
      expect(await student.call('body', [])).toEqual([0, 1, 2]);
    });
    test.for(attacks.map((attack) => [attack.name, attack.does, attack] as const))(
      `%s: %s; it has success where nothing is enclosed, and none in ${name}`,
      async ([, , attack]) => {
        expect(await run(attack, { launcher: plainLauncher })).toMatchObject({ success: true, left: 0 });
        expect(await run(attack, sandbox)).toEqual({ success: false, left: 0, touched: [] });
      },
    );
  });
}

async function stage(text: string): Promise<StagedSubmission> {
  return await workshop.stage({ 'src/main.mjs': text }, exercise, attacker);
}

async function start(staged: StagedSubmission, launcher: Launcher): Promise<RunningStudent> {
  return await workshop.start({}, { staged, exercise, launcher, owner: attacker });
}

/** Three threads, each with a heap of its own. */
const threads = `
  import { once } from 'node:events';
  import { Worker } from 'node:worker_threads';
  export async function body() {
    const text = "require('worker_threads').parentPort.on('message', (n) => process.exit(n))";
    const workers = [1, 2, 3].map(() => new Worker(text, { eval: true }));
    await Promise.all(workers.map((worker) => once(worker, 'online')));
    return await Promise.all(workers.map(async (worker, n) => {
      worker.postMessage(n);
      return (await once(worker, 'exit'))[0];
    }));
  }`;

/** Runs it as a submission; what it touched counts where it was enclosed. */
async function run(attack: Attack, { launcher, left }: Sandbox) {
  await using canaries = await openCanaries(workshop.broker, attacker);
  const before = new Set(attackers());
  const processes = async () => attackers().filter((pid) => !before.has(pid)).length;
  const staged = await stage(moduleOf(attack));
  const call = async (name: string) => {
    await using student = await start(staged, launcher);
    try {
      return await student.call(name, [canaries.targets]);
    } catch (error) {
      if (error instanceof StudentFault && attack.dies) return false;
      throw error;
    }
  };
  const first = await call('body');
  const success = attack.later ? await call('later') : first;
  if (attack.undo) await call('undo');
  return { success, left: await soonLeft(left ?? processes), touched: canaries.touched() };
}

/** What two seconds after the end still runs. */
async function soonLeft(left: () => Promise<number>): Promise<number> {
  await waitUntil('all to be gone', async () => (await left()) === 0, { timeout: 2000 }).catch(() => undefined);
  return await left();
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
