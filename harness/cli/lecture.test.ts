import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { labHome } from './testing/run-lab.ts';

const home = labHome();
afterAll(() => home[Symbol.dispose]());
const site = join(import.meta.dirname, '..', '..', 'lecture', 'site');

test('lecture build writes a site, and says how many of its blocks are run', async () => {
  const { code, stdout, stderr } = await home.start('lecture', 'build').ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^00-start-here: \d+ blocks executed, \d+ expected failures?, \d+ not run$/m);
  expect(stdout).toMatch(/^lecture\/site\/index\.html in \d+\.\d s$/m);
  expect(existsSync(join(site, 'index.html'))).toBe(true);
});

test('lecture test runs the blocks of a chapter, whose outputs are true, and leaves nothing behind', async () => {
  const { code, stdout } = await home.start('lecture', 'test', '--only', '00').ended;
  expect(stdout).toMatch(/^00-start-here: .*\n$/);
  expect(code).toBe(0);
  expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
});

test('lecture serve says where, and ends at an interrupt', async () => {
  const lecture = home.start('lecture', 'serve', '--port', '0');
  const url = await new Promise<string>((resolve) => {
    lecture.child.stdout?.on('data', (text: Buffer) => {
      const [found] = /http:\S+/.exec(text.toString()) ?? [];
      if (found) resolve(found);
    });
  });
  expect(await (await fetch(url)).text()).toContain('Replication Lab');
  lecture.child.kill('SIGINT');
  expect((await lecture.ended).code).toBe(130);
});

test.for([
  { args: ['lecture', 'sing'], says: /^lab: the actions are: build, serve, test; got "sing"\n/ },
  { args: ['lecture', 'test', '--only', '99'], says: /^lab: --only 99 names no chapter; there are: 00-start-here/ },
  { args: ['lecture', 'serve', '--port', 'x'], says: /^lab: --port is a number up to 65535; got "x"\n/ },
])('$args is refused with one clear line and the next command', async ({ args, says }) => {
  const { code, stdout, stderr } = await home.start(...args).ended;
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/\n +next: npm run lecture/);
});
