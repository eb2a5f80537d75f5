import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NotYet, waitUntil } from '../core/wait-until.ts';
import { askDaemon } from '../engines/docker/daemon.ts';
import { daemonThatGoes } from '../engines/docker/fixtures/daemon-that-goes.ts';
import { daemonWithTakenPort } from '../engines/docker/fixtures/daemon-with-taken-port.ts';
import { sweepDeadContainers } from '../engines/docker/janitor.ts';
import { dockerForTest } from '../engines/docker/open-for-test.ts';
import type { GradeReport } from '../grading/grade-report.ts';
import { startQueueServer } from './testing/queue-server.ts';
import { type LabHome, labHome } from './testing/run-lab.ts';

const found = await dockerForTest();
const minutes = 180_000;
const solution = join(import.meta.dirname, '..', '..', 'solutions', 'ex2-lag-monitor');
const grading = ['grade', 'ex4', '--solution', '--json'];

if (found.because !== undefined) {
  describe(`a grading on containers (not here: ${found.because})`, () => test.skip('no containers', () => undefined));
} else describeFaults(found.host);

function describeFaults(host: string): void {
  describe('a grading on containers', () => {
    test.for([1, 6, 11])(
      'whose daemon is gone after %i containers costs no point, and leaves nothing once it is back',
      { timeout: minutes },
      async (containers) => {
        using directory = shortDirectory();
        await using daemon = await daemonThatGoes(directory.path, host);
        using home = homeOn(daemon.host);
        const run = home.start(...grading);
        const made = () => daemon.containers() >= containers;
        await waitUntil(`${containers} containers`, made, { timeout: minutes });
        daemon.go();
        const { code, stdout } = await run.ended;
        expectOurs(code, JSON.parse(stdout));
        expect(stdout).toContain('the daemon does not answer');
        await sweepDeadContainers(host);
        expect(await sweepDeadContainers(host)).toBe(0);
        expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
      },
    );

    test('whose daemon hangs is ended by Ctrl-C, and leaves nothing once it answers again', {
      timeout: minutes,
    }, async () => {
      using directory = shortDirectory();
      await using daemon = await daemonThatGoes(directory.path, host);
      using home = homeOn(daemon.host);
      const run = home.start(...grading);
      await waitUntil('a few containers', () => daemon.containers() >= 4, { timeout: minutes });
      daemon.hang();
      const at = performance.now();
      run.child.kill('SIGINT');
      expect((await run.ended).code).toBe(130);
      expect(performance.now() - at).toBeLessThan(30_000);
      await sweepDeadContainers(host);
      expect(await sweepDeadContainers(host)).toBe(0);
      expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
    });

    test.for([
      ['in a batch', false],
      ['by a worker of a queue', true],
    ] as const)(
      '%s is made once more where its daemon was away, and costs no point',
      {
        timeout: 2 * minutes,
      },
      async ([_, queued]) => {
        using directory = shortDirectory();
        await using daemon = await daemonThatGoes(directory.path, host);
        await using queue = queued ? await startQueueServer() : undefined;
        using home = homeOn(daemon.host);
        using course = homeOn(host);
        const handedIn = join(directory.path, 'handed-in');
        const students = ['ann', 'ben'];
        for (const name of students) cpSync(solution, join(handedIn, name), { recursive: true });
        const batch = ['batch', handedIn, '--exercise', 'ex2', '--engine', 'docker'];
        using asks = queue && course.start(...batch, '--queue', queue.url);
        const grades = queue ? ['worker', '--queue', queue.url] : batch;
        using run = home.start(...grades, '--jobs', '2');
        const over = run.ended.then((how) => expect(how).toBe('under way'));
        const serving = async () => {
          const servers = await machines(host, home.left().runs);
          return servers.length >= 4 || new NotYet(`${servers.length} servers; ${run.said()}`);
        };
        await Promise.race([over, waitUntil('two pairs of servers', serving, { timeout: minutes, interval: 200 })]);
        over.catch(() => undefined);
        daemon.go();
        await waitUntil('it to be noticed', () => run.said().includes('waiting   '), { timeout: minutes });
        await daemon.back();
        const { code, stdout } = await (asks ?? run).ended;
        expect(stdout).toContain('2 answers: 2 passed');
        expect(code).toBe(0);
        if (asks) {
          run.child.kill('SIGINT');
          expect((await run.ended).code).toBe(130);
          expect(stdout).not.toContain('does not answer'); // it was no try
        } else expect(stdout).toContain('the daemon does not answer');
        await sweepDeadContainers(host);
        expect(await sweepDeadContainers(host)).toBe(0);
        for (const each of [home, course]) expect(each.left()).toEqual({ processes: [], runs: [], journals: [] });
      },
    );

    test('whose published ports somebody else always takes costs no point', { timeout: minutes }, async () => {
      using directory = shortDirectory();
      await using daemon = await daemonWithTakenPort(directory.path, host, Number.POSITIVE_INFINITY);
      using home = homeOn(daemon.host);
      const { code, stdout } = await home.start(...grading).ended;
      expect(daemon.misled()).toBeGreaterThan(1);
      expectOurs(code, JSON.parse(stdout));
      expect(stdout).toMatch(/"[^"]*a port of this machine was taken by somebody else at that moment: [^"\\]*"/);
      expect(await sweepDeadContainers(host)).toBe(0);
      expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
    });

    test('of which somebody removes a server’s container costs no point', { timeout: minutes }, async () => {
      using home = homeOn(host);
      const run = home.start(...grading);
      const one = await waitUntil('a server', async () => (await machines(host, home.left().runs))[0], {
        timeout: minutes,
      });
      await askDaemon(host, `/containers/${one}?force=1`, 'DELETE');
      const { code, stdout } = await run.ended;
      expectOurs(code, JSON.parse(stdout));
      expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
    });
  });
}

function shortDirectory(): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'lab-d-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

function homeOn(host: string): LabHome {
  return labHome({ LAB_ENGINE: 'docker', DOCKER_HOST: host, TESTCONTAINERS_RYUK_DISABLED: 'true' });
}

/** Not one verdict is the student's; at least one says that it was us. */
function expectOurs(code: number | null, { checks }: GradeReport): void {
  const verdicts = checks.map(({ outcome: { verdict, cause } }) =>
    verdict === 'skipped' ? `skipped (${cause})` : verdict,
  );
  expect(
    [...new Set(verdicts)].filter((each) => !['passed', 'errored', 'skipped (prerequisite)'].includes(each)),
  ).toEqual([]);
  expect(verdicts).toContain('errored');
  expect(code).toBe(2);
}

/** The containers of servers of these runs: others may use the daemon as well. */
async function machines(host: string, runs: readonly string[]): Promise<string[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: ['replication-lab.machine'] }));
  const { body } = await askDaemon(host, `/containers/json?filters=${filters}`);
  return (JSON.parse(body) as { Id: string; Labels: Record<string, string> }[])
    .filter(({ Labels }) => runs.includes(Labels['replication-lab.run'] ?? ''))
    .map(({ Id }) => Id);
}
