import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseXml, type XmlElement } from '../../reports/testing/xml.ts';
import { changesOf } from '../changes/changes.ts';
import { gradebookOf } from '../gradebook/gradebook.ts';
import type { BatchLine } from '../journal/batch-lines.ts';
import { classes, hostileNames } from '../testing/classes.ts';
import { renderIndex } from './index-page.ts';
import { linkTo } from './links.ts';

function pageOf(lines: readonly BatchLine[] = []): string {
  return renderIndex(gradebookOf(lines), lines.at(-1)?.at ?? '', changesOf(lines));
}

/** All elements, the page's own first. The page is well-formed XML as well, so that this can be strict. */
function elements(page: string): XmlElement[] {
  const all = (element: XmlElement): XmlElement[] => [element, ...element.children.flatMap(all)];
  return all(parseXml(page));
}
const named = (page: string, name: string) => elements(page).filter((element) => element.name === name);
const textOf = (element: XmlElement): string => element.text + element.children.map(textOf).join('');

test('the page of a class that was graded twice is as recorded', async () => {
  await expect(pageOf(classes.regraded)).toMatchFileSnapshot('../golden/regraded.index.html');
});

test.for(Object.entries(classes))('%s: it loads nothing, and every link stays below the folder', ([, lines]) => {
  const page = pageOf(lines);
  const ids = elements(page).flatMap(({ attributes }) => attributes.id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { attributes, name } of elements(page)) {
    expect(['iframe', 'object', 'embed', 'img', 'link', 'base', 'form', 'image', 'use']).not.toContain(name);
    for (const [key, value] of Object.entries(attributes)) {
      expect(key).not.toMatch(/^(on|src|style|action|xlink)/);
      if (key !== 'href') continue;
      if (value.startsWith('#')) expect(ids).toContain(value.slice(1));
      else expect(new URL(value, 'file:///results/').href).toMatch(/^file:\/\/\/results\/[^#?]+$/);
    }
  }
});

test('its policy permits the one script that it has, and nothing else', () => {
  const page = pageOf(classes.sixty);
  const [script, ...more] = named(page, 'script').map(textOf);
  expect(more).toEqual([]);
  const hash = createHash('sha256')
    .update(script ?? '')
    .digest('base64');
  const policy = named(page, 'meta').find((meta) => meta.attributes['http-equiv'] === 'Content-Security-Policy');
  expect(policy?.attributes.content).toBe(
    `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
  expect(named(pageOf(classes.one), 'script')).toEqual([]);
});

test('names of any signs lead to their own folders', () => {
  const links = named(pageOf(classes.hostile), 'a').map(({ attributes }) => attributes.href ?? '');
  for (const name of hostileNames) {
    const link = links.find((href) => decodeURIComponent(href) === `./${name}/ex4-data-loss/feedback.html`);
    expect(decodeURIComponent(new URL(link ?? '', 'file:///r/').pathname)).toBe(
      `/r/${name}/ex4-data-loss/feedback.html`,
    );
  }
  expect(linkTo('a b', '%2e%2e', '\ud800')).toBe('./a%20b/%252e%252e/%EF%BF%BD');
});

test('what awaits a person stands apart, and what is not decided has no points', () => {
  const rows = named(pageOf(classes.sixty), 'tr').map((row) =>
    row.children.map((cell) =>
      textOf(cell)
        .replaceAll(/[✓✗!] */g, '')
        .trim(),
    ),
  );
  const cellOf = (student: string) => rows.find(([name]) => name === student)?.[1] ?? '';
  expect(cellOf('student 01')).toMatch(/^85\/85 passed.*\+ 15 awaiting a person$/);
  expect(cellOf('zoë')).toMatch(/^errored.*no memory$/);
  expect(cellOf('xaver')).toMatch(/^0\/85 invalid.*it is a bomb$/);
});
