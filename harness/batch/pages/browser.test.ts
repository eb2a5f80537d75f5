import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  noBrowser,
  openBrowser,
  type PageOptions,
  violations,
  type WatchedBrowser,
} from '../../lecture/testing/browser.ts';
import { renderFeedback } from '../../reports/feedback/page.ts';
import { samples } from '../../reports/testing/samples.ts';
import { changesOf } from '../changes/changes.ts';
import { gradebookOf } from '../gradebook/gradebook.ts';
import { classes } from '../testing/classes.ts';
import { feedbackOf } from './feedback-of.ts';
import { renderIndex } from './index-page.ts';

if (noBrowser !== undefined) test.skip(`the pages in a browser: ${noBrowser}`, () => undefined);

describe.skipIf(noBrowser !== undefined)('the pages, opened from files', { timeout: 240_000 }, () => {
  let folder: string;
  let browser: WatchedBrowser;
  const pages = { ...indexes(), ...feedbacks() };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'));
    for (const [name, page] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), page);
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const open = (name: string, options?: PageOptions) =>
    browser.open(pathToFileURL(join(folder, `${name}.html`)).href, options);

  test.for(Object.keys(pages))('%s has no accessibility violation in either theme, and no fault', async (name) => {
    for (const theme of ['light', 'dark'] as const) {
      const page = await open(name, { theme });
      expect(await violations(page), theme).toEqual([]);
      await page.context().close();
    }
    expect(browser.faults).toEqual([]);
  });

  test.for(Object.keys(pages))('%s is no wider than a screen of 320 pixels', async (name) => {
    const page = await open(name, { width: 320 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await page.context().close();
  });

  test('the students are sorted by their points and by their names, and what has none comes first', async () => {
    const page = await open('index sixty');
    const names = () => page.locator('.sortable tbody th').allTextContents();
    const before = await names();
    await page.getByRole('button', { name: 'ex4-data-loss' }).click();
    expect((await names()).slice(0, 3)).toEqual(['yves.zip', 'zoë', 'student 05']);
    await page.getByRole('button', { name: 'ex4-data-loss' }).click();
    expect((await names())[0]).toBe('student 01');
    expect(await page.locator('.sortable thead th').nth(1).getAttribute('aria-sort')).toBe('descending');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'student' }).click();
    expect(await names()).toEqual(before);
  });

  test('without scripts the table stands by name, and nothing is shown that could not work', async () => {
    const page = await open('index sixty', { script: false });
    expect(await page.locator('button').count()).toBe(0);
    expect(await page.locator('.sortable tbody th').first().textContent()).toBe('student 01');
  });
});

function indexes(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(classes).map(([name, lines]) => [
      `index ${name}`,
      renderIndex(gradebookOf(lines), lines.at(-1)?.at ?? '', changesOf(lines)),
    ]),
  );
}

function feedbacks(): Record<string, string> {
  const student = `${'Wolfeschlegelsteinhausen'.repeat(3)} the Third`;
  const row = { student, exercise: 'ex4-data-loss', points: { earned: 40, possible: 85, awaiting: 15 } };
  const wanted = [
    'all-passed',
    'failures',
    'awaiting-again',
    'reviewed',
    'findings',
    'hostile',
    'skipped-by-prerequisite',
  ];
  return Object.fromEntries(
    wanted.map((name) => {
      const status = samples[name]?.verdict === 'passed' ? ('passed' as const) : ('failed' as const);
      return [`feedback ${name}`, renderFeedback(feedbackOf({ ...row, status }, samples[name], (text) => text))];
    }),
  );
}
