import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkedExercises } from '../../cli/linked-exercises.ts';
import { everything, madeUpExercise } from '../testing/everything.ts';
import { noBrowser, openBrowser, type PageOptions, violations, type WatchedBrowser } from '../testing/browser.ts';
import { buildSite, type Site, writeSite } from './build-site.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const first = '00-start-here';

let site: Site;
/** A lecture with one of everything. */
let rich: Site;
let folder: string;
let browser: WatchedBrowser;

if (noBrowser !== undefined) test.skip(`the site in a browser: ${noBrowser}`, () => undefined);

describe.skipIf(noBrowser !== undefined)('the site, opened from files', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lecture-'));
    site = await buildSite(root, await linkedExercises(root));
    writeSite(folder, site);
    using source = everything();
    rich = await buildSite(source.root, [madeUpExercise]);
    writeSite(join(folder, 'rich'), rich);
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const open = (slug: string, options?: PageOptions) =>
    browser.open(pathToFileURL(join(folder, `${slug}.html`)).href, options);
  const pages = () => [...slugs(site), ...slugs(rich).map((slug) => `rich/${slug}`)];

  test('no page has an accessibility violation, in either theme', { timeout: 900_000 }, async () => {
    const found: Record<string, unknown> = {};
    for (const slug of pages()) {
      for (const theme of ['light', 'dark'] as const) {
        const page = await open(slug, { theme });
        // The pages are the same in both; what differs are colours.
        const here = await violations(page, theme === 'dark' ? ['color-contrast'] : undefined);
        if (here.length > 0) found[`${slug} ${theme}`] = here;
        await page.context().close();
      }
    }
    expect(found).toEqual({});
    expect(browser.faults).toEqual([]);
  });

  test('neither have the menus', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const page = await open(first, { theme });
      for (const menu of ['#_contents', '#_view']) {
        await page.locator(`${menu} > summary`).click();
        expect(await violations(page), `${theme} ${menu}`).toEqual([]);
      }
    }
  });

  test('no page is wider than a screen of 320 pixels, in any state', async () => {
    for (const slug of pages()) {
      const page = await open(slug, { width: 320 });
      const width = () => page.evaluate('document.documentElement.scrollWidth');
      expect(await width(), slug).toBe(320);
      for (const menu of ['#_contents', '#_view']) {
        await page.locator(`${menu} > summary`).click();
        expect(await width(), `${slug} ${menu}`).toBe(320);
      }
      await page.context().close();
    }
  });

  test('/ searches all sections, arrows walk through what was found, Enter follows, Esc leaves', async () => {
    const page = await open('index');
    await page.keyboard.press('/');
    await page.keyboard.type('freeze a server');
    await expect.poll(() => page.locator('#_found a').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    expect(await page.locator('#_found').isVisible()).toBe(false);
    await page.keyboard.press('/');
    await page.keyboard.type('cut a cable');
    const best = String(await page.locator('#_found a').first().getAttribute('href'));
    expect(best).toMatch(/^[\w-]+\.html#[\w-]+$/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain(best);
    expect(browser.faults).toEqual([]);
  });

  test('search finds the coverage map; its rows lead on without a script, and what is missing is red', async () => {
    const found = await open('rich/index');
    await found.keyboard.press('/');
    await found.keyboard.type('coverage map');
    await found.locator('#_found a').first().waitFor();
    await found.keyboard.press('Enter');
    await expect.poll(() => found.url()).toContain('coverage.html');
    const colour = (where: string) => found.evaluate(`getComputedStyle(document.querySelector('${where}')).color`);
    expect(await colour('#C003 .missing')).not.toBe(await colour('#C003 td'));
    const page = await open('rich/coverage', { script: false });
    expect(await page.locator('#C003 .missing').allTextContents()).toEqual(['no section', 'no exercise']);
    await page.locator('#C001 a').first().click();
    await expect.poll(() => page.url()).toContain('01-made-up.html#bytes');
  });

  test('arrows turn pages, but not while one writes or scrolls', async () => {
    const page = await open('index');
    await page.locator('#_search').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    expect(page.url()).toContain('index.html');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.url()).toContain(first);
    await page.locator('pre').first().focus();
    await page.keyboard.press('ArrowLeft');
    expect(page.url()).toContain(first);
    await page.locator('main').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.url()).toContain('index.html');
  });

  test('? shows the keys, Esc closes them and menus, and the focus goes back', async () => {
    const page = await open(first);
    await page.keyboard.press('?');
    expect(await page.locator('#_help').isVisible()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('#_help').isVisible()).toBe(false);
    await page.locator('#_contents > summary').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#_contents nav').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#_contents nav').isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Contents');
  });

  test('without scripts the contents open, and nothing is shown that could not work', async () => {
    const page = await open(first, { script: false });
    await page.locator('#_contents > summary').click();
    expect(await page.locator('#_contents nav').isVisible()).toBe(true);
    expect(await page.locator('#_search').isVisible()).toBe(false);
    expect(await page.locator('.play-text').first().isVisible()).toBe(true);
    expect(await page.locator('.box-joke').first().isVisible()).toBe(true);
  });

  test('colours follow the system until the reader chooses, and then the choice goes along', async () => {
    const page = await open(first, { theme: 'dark' });
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.locator('#_view > summary').click();
    await page.getByLabel('Light').check();
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.goto(pathToFileURL(join(folder, 'index.html')).href);
    expect(await ground()).toBe(light);
  });

  test('jokes can be switched off, and notes for instructors on', async () => {
    const page = await open(first);
    const shown = (kind: string) => page.locator(`.box-${kind}`).first().isVisible();
    expect([await shown('joke'), await shown('instructor')]).toEqual([true, false]);
    await page.locator('#_view > summary').click();
    await page.getByLabel('Asides').uncheck();
    await page.getByLabel('Notes for instructors').check();
    expect([await shown('joke'), await shown('instructor')]).toEqual([false, true]);
  });

  test('a footnote is shown where its mark is, and Esc takes it away', async () => {
    const page = await open(first);
    await page.locator('.footnote-ref a').first().focus();
    expect(await page.locator('.note-preview').textContent()).toContain('error codes');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('.note-preview').count()).toBe(0);
  });

  test('the calculator answers while one types', async () => {
    const page = await open(first);
    await page.getByLabel('First position').fill('0/FF');
    await page.getByLabel('Second position').fill('1/0');
    const figure = page.locator('lab-lsn-calculator output');
    expect(await figure.textContent()).toContain('4294967041 bytes');
    await page.getByLabel('Second position').fill('nonsense');
    expect(await figure.textContent()).toContain('two hexadecimal numbers');
  });

  test('on paper there is the text, dark on white, and nothing to press', async () => {
    const page = await open(first, { theme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.top').isVisible()).toBe(false);
    expect(await page.locator('lab-lsn-calculator').isVisible()).toBe(false);
    expect(await page.locator('.play-text').isVisible()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });

  test('one of everything is there, what is hidden is not, and a section leads to its checks', async () => {
    expect(rich.lecture.problems.list).toEqual([]);
    const page = await open('rich/01-made-up');
    for (const what of ['caution .box-info', 'bridge a', 'joke', 'postmortem', 'lab a'])
      expect(await page.locator(`.box-${what}`).first().isVisible(), what).toBe(true);
    expect(await page.locator('.card').count()).toBe(2);
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toContain('not run: it needs a second data centre');
    expect(text).toContain('must fail: 22012');
    expect(text).toContain('prints nothing');
    expect(text).not.toContain('nobody sees this');
    await page.getByText('Graded on this section: 2 checks').click();
    await page.getByRole('link', { name: 'An idle leader is no lag' }).click();
    await expect.poll(() => page.url()).toContain('exercises.html#ex2-lag-monitor-idle');
  });

  test('no page has asked for anything or complained', () => {
    expect(browser.faults).toEqual([]);
  });
});

function slugs({ files }: Site): string[] {
  return [...files.keys()].filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -'.html'.length));
}
