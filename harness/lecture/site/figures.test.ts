import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSite, writeSite } from './build-site.ts';
import { noBrowser, openBrowser, type PageOptions, type WatchedBrowser } from '../testing/browser.ts';
import { type MadeUpLecture, madeUpLecture } from '../testing/made-up.ts';

const figures = ['sync-timeline', 'lag-plot', 'failover-simulator', 'quorum-explorer', 'version-vectors'] as const;
type FigureName = (typeof figures)[number];
const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const repository = join(import.meta.dirname, '..', '..', '..');

let lecture: MadeUpLecture;
let folder: string;
let browser: WatchedBrowser;

if (noBrowser !== undefined) test.skip(`the figures in a browser: ${noBrowser}`, () => undefined);

describe.skipIf(noBrowser !== undefined)('the figures in a browser', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    lecture = madeUpLecture(figures.map((name) => `\n::: figure ${name} A figure\nIn words.\n:::\n`).join(''), 'none');
    cpSync(join(repository, 'lecture', 'theme'), join(lecture.root, 'lecture', 'theme'), { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'figures-'));
    const site = await buildSite(lecture.root, []);
    expect(site.lecture.problems.list).toEqual([]);
    writeSite(folder, site);
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
    lecture[Symbol.dispose]();
  });

  const open = (options?: PageOptions) => browser.open(pathToFileURL(join(folder, '01-made-up.html')).href, options);
  const figure = (page: Page, name: FigureName) => page.locator(`lab-${name}`);
  const button = (of: Locator, name: string) => of.getByRole('button', { name, exact: true });

  test('none has an accessibility violation, in either theme, nor is wider than a small screen', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const page = await open({ theme, width: 320 });
      await page.evaluate(axe);
      const found = await page.evaluate('axe.run({ preload: false }).then(({ violations }) => violations)');
      expect(found).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      await page.context().close();
    }
  });

  test('each shows its drawing and its tables on paper, beside its text, and nothing to press', async () => {
    const page = await open({ theme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    for (const name of figures) {
      expect(await figure(page, name).locator('svg').isVisible()).toBe(true);
      expect(await figure(page, name).locator('table').first().isVisible()).toBe(true);
      expect(await figure(page, name).locator('.fig-controls').first().isVisible()).toBe(false);
    }
    expect(await page.locator('.play-text').last().isVisible()).toBe(true);
  });

  test('a commit is stepped through by keyboard; the leader loses its power before the follower has the row', async () => {
    const page = await open();
    const host = figure(page, 'sync-timeline');
    const output = host.locator('output');
    await host.getByLabel('synchronous_commit').selectOption('local');
    await button(host, 'Step').focus();
    for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowRight');
    expect(await output.textContent()).toContain('Step 4 of');
    expect(await host.locator('tbody tr').count()).toBe(4);
    expect(await output.textContent()).toContain('Promised: the row is committed.');
    await button(host, 'Cut the power of leader').press('Enter');
    expect(await output.textContent()).toContain('What was promised is lost.');
    await page.keyboard.press('ArrowLeft');
    expect(await output.textContent()).toContain('would be lost');
    expect(await button(host, 'Cut the power of leader').getAttribute('aria-disabled')).toBe('false');
  });

  test('a commit plays and pauses; who wants less motion gets all of it at once', async () => {
    const page = await open();
    const host = figure(page, 'sync-timeline');
    await button(host, 'Play').click();
    await expect.poll(() => host.locator('tbody tr').count(), { timeout: 15_000 }).toBeGreaterThan(1);
    await button(host, 'Pause').click();
    await button(host, 'From the beginning').click();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await button(host, 'Play').click();
    expect(await host.locator('output').textContent()).toMatch(/Step (\d+) of \1\./);
  });

  test('the cursor of the recorded run moves by keys and by pointing', async () => {
    const page = await open();
    const host = figure(page, 'lag-plot');
    await host.getByLabel('Moment').press('End');
    expect(await host.locator('output').textContent()).toContain('not a lag');
    await host.locator('svg').click({ position: { x: 20, y: 60 } });
    expect(await host.locator('output').textContent()).toContain('nobody writes.');
    expect(await host.locator('[aria-current]').textContent()).toContain('1 quiet');
  });

  test('a split brain is healed by a rejoin, which loses what was promised', async () => {
    const page = await open();
    const host = figure(page, 'failover-simulator');
    expect(await host.locator('output').textContent()).toContain('Two heads');
    await button(host, 'Mend the network').press('Enter');
    await button(host, 'Rewind A and let it rejoin').press('Enter');
    expect(await host.locator('output').textContent()).not.toContain('Two heads');
    expect(await host.getByText('lost: discarded by the rewind').count()).toBe(4);
    await host.getByLabel('fencing token').check();
    expect(await host.getByText('refused by the storage').count()).toBe(2);
  });

  test('the numbers of a quorum stay possible, and their meaning follows', async () => {
    const page = await open();
    const host = figure(page, 'quorum-explorer');
    const output = host.locator('output');
    expect(await output.textContent()).toContain('A read can miss the write.');
    await host.getByLabel('answers to a write').press('ArrowRight');
    expect(await output.textContent()).toContain('Every read asks at least 1 copy');
    await host.getByLabel('n, copies').press('Home');
    expect(await output.textContent()).toContain('n=1, w=1, r=1');
  });

  test('with a clock ahead, the write that had seen the other one is lost; version vectors keep it', async () => {
    const page = await open();
    const host = figure(page, 'version-vectors');
    await button(host, 'Start empty').click();
    for (const name of ['Write on B', 'Sync A and B', 'Write on A', 'Sync A and B'])
      await button(host, name).press('Enter');
    expect(await host.locator('output').textContent()).toContain('nothing is lost so far');
    await host.getByLabel('Clock of B').press('End');
    expect(await host.locator('output').textContent()).toContain('v2 lost');
    await host.getByLabel('Replicas').selectOption('3');
    expect(await button(host, 'Sync B and C').isVisible()).toBe(true);
  });

  test('nothing was asked for and nothing complained', () => {
    expect(browser.faults).toEqual([]);
  });
});
