import { expect, test } from 'vitest';
import { NotYet, waitUntil } from '../core/wait-until.ts';
import { type LabHome, type LabProcess, labHome } from './testing/run-lab.ts';

/** How many random moments each way of ending is tried at; more by LAB_MOMENTS=20. */
const moments = Number(process.env.LAB_MOMENTS ?? 4);
const minutes = moments * 20_000;

const nothing = { processes: [], runs: [], journals: [] };
/** Spread over the run, the early part more densely: most is started there. */
const momentsOf = (whole: number) =>
  Array.from({ length: moments }, (_, at) => ((at + Math.random()) / moments) ** 1.5 * whole * 0.8);

const grading = ['grade', 'ex4', '--solution'];
const playing = ['lab', 'leader -> near, far', '--run', 'kill leader; promote near; sql near select 1; status; lag'];

/** A command that runs when its moment has come; where it was over before, an earlier moment. */
async function runningAt(home: LabHome, args: readonly string[], moment: number): Promise<LabProcess> {
  const started = home.start(...args);
  await afterAMoment(moment);
  if (started.child.exitCode === null) return started;
  await started.ended;
  return await runningAt(home, args, moment * 0.7);
}

/** Milliseconds in which a process is gone that has nothing left to do. */
const leaving = 300;

/** What the last line begins with: by then a command has done its work. */
const lastWord = (text: string) => text.trimEnd().split('\n').at(-1)?.split(/\s/)[0];

async function afterAMoment(ms: number) {
  const began = performance.now();
  await waitUntil('the moment', () => performance.now() - began >= ms, { timeout: ms + 1000, interval: 20 });
}

test.for([
  { who: 'the process of a grading', args: grading, group: false },
  { who: 'the whole group of a grading', args: grading, group: true },
  { who: 'the process of a playground', args: playing, group: false },
  { who: 'the whole group of a playground', args: playing, group: true },
])('Ctrl-C to $who ends with 130 within 5 s and leaves nothing', { timeout: minutes }, async ({ args, group }) => {
  using home = labHome();
  await home.start(...args).ended; // makes the templates
  const { ms, stdout: whole } = await home.start(...args).ended;
  const planned = momentsOf(ms);
  for (const moment of planned) {
    const { child, ended } = await runningAt(home, args, moment);
    const at = performance.now();
    process.kill(group ? -(child.pid as number) : (child.pid as number), 'SIGINT');
    const { code: exit, signal, stderr, stdout } = await ended;
    const took = performance.now() - at;
    if (exit === 0 && took < leaving && lastWord(stdout) === lastWord(whole)) {
      planned.push(moment * 0.7); // all was said and done: only the end of the process was left to come
      continue;
    }
    // In its first moments Node has no handler yet and dies of the signal, which a shell reports as 130 too.
    const code = signal === 'SIGINT' ? 130 : exit;
    expect({ moment, code, stderr, left: home.left() }).toEqual({ moment, code: 130, stderr: '', left: nothing });
    expect(took).toBeLessThan(5000);
  }
});

test(
  'kill -9 of the CLI at random moments leaves nothing once `clean` has run',
  async () => {
    using home = labHome();
    for (const moment of momentsOf(7000)) {
      const { child, ended } = home.start('grade', 'ex4', '--solution');
      await afterAMoment(moment);
      child.kill('SIGKILL');
      await ended;
      const cleaned = await home.start('clean').ended;
      expect({ moment, code: cleaned.code, left: home.left() }).toEqual({ moment, code: 0, left: nothing });
    }
  },
  minutes,
);

test('kill -9 of the CLI leaves nothing after a moment, without anybody’s help', async () => {
  using home = labHome();
  await home.start('grade', 'ex4', '--solution').ended; // makes the templates
  const { child, ended } = home.start('grade', 'ex4', '--solution');
  await waitUntil('servers', () => home.left().processes.length > 8, { timeout: 20_000 });
  child.kill('SIGKILL');
  await ended;
  const cleaned = () => {
    const left = home.left();
    return left.processes.length + left.runs.length + left.journals.length === 0 || new NotYet(left);
  };
  await waitUntil('nothing to be left', cleaned, { timeout: 10_000 });
}, 60_000);

test('a live run is not touched by `clean`', async () => {
  using home = labHome();
  const { ended } = home.start('grade', 'ex4', '--solution');
  await waitUntil('servers', () => home.left().processes.length > 8, { timeout: 20_000 });
  expect((await home.start('clean').ended).stdout).toMatch(/^0 dead runs, 0 processes, 0 directories/);
  expect((await ended).code).toBe(0);
  expect(home.left()).toEqual(nothing);
}, 60_000);
