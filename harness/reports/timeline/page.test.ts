import { describe, expect, test } from 'vitest';
import type { GradeReport } from '../../grading/grade-report.ts';
import { failed, passed, reportOf } from '../testing/reports.ts';
import { plants } from '../testing/runner.ts';
import { samples } from '../testing/samples.ts';
import { event, jsonl, moment, tragedy } from '../testing/story.ts';
import { parseXml, type XmlElement } from '../testing/xml.ts';
import { renderTimeline } from './page.ts';

const twoAtOnce = failed({
  rationale: 'The follower was asked to become leader while the old leader still ran: two leaders at once.',
  expected: 'no process of the leader is left when the promotion is asked for',
  actual: 'the leader ran',
  at: moment(80),
});
const report = reportOf('failed', [passed(), passed(), twoAtOnce]);

/** All elements, the page's own first. The page is well-formed XML as well, so that this can be strict. */
function elements(page: string): XmlElement[] {
  const all = (element: XmlElement): XmlElement[] => [element, ...element.children.flatMap(all)];
  return all(parseXml(page));
}
const named = (page: string, name: string) => elements(page).filter((element) => element.name === name);
const textOf = (element: XmlElement): string => element.text + element.children.map(textOf).join('');

test('the page of two leaders at once is as recorded', async () => {
  await expect(renderTimeline(report, jsonl(tragedy()))).toMatchFileSnapshot('../golden/two-leaders.timeline.html');
});

test('what failed comes first, and a story that several checks judged is told once', () => {
  const page = renderTimeline(report, jsonl(tragedy()));
  const sections = named(page, 'section').map(({ attributes }) => attributes.id);
  expect(sections).toEqual(['leader-died-first', 'acknowledged', 'new-leader']);
  expect(named(page, 'svg')).toHaveLength(1);
  expect(page.match(/What happened is told under <a href="#leader-died-first">/g)).toHaveLength(2);
});

test('every event of the list has a mark that leads to it, and says what it is', () => {
  const page = renderTimeline(report, jsonl(tragedy()));
  const rows = named(page, 'tr').flatMap(({ attributes }) => attributes.id ?? []);
  const marks = named(page, 'a').filter(({ attributes }) => attributes.class?.startsWith('mark'));
  expect(marks.map(({ attributes }) => attributes.href?.slice(1))).toEqual(rows);
  for (const { attributes } of marks) expect(attributes['aria-label']).toMatch(/^\d+: \d+ ms, \S/);
  const ids = elements(page).flatMap(({ attributes }) => attributes.id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = named(page, 'a').map(({ attributes }) => attributes.href?.slice(1));
  expect(ids).toEqual(expect.arrayContaining(targets));
});

test('the moment that the failure is about is marked, and what the grader did afterwards is left out', () => {
  const page = renderTimeline(report, jsonl(tragedy()));
  const rows = named(page, 'tr').map((row) => row.children.map(textOf));
  expect(rows).toContainEqual([
    expect.any(String),
    '80 ms',
    '',
    expect.stringMatching(/^✗ leader-died-first failed: The follower was/),
  ]);
  expect(named(page, 'line').filter(({ attributes }) => attributes.class === 'failure')).toHaveLength(1);
  const told = rows.map((row) => row.join(' ')).join('\n');
  expect(told).toContain('185 ms leader the server ended: SIGKILL');
  expect(told).not.toContain('clients');
  expect(told).not.toContain('the server started');
});

describe.for([...plants, plants.join('\n')])('with %j planted everywhere', (plant) => {
  const withText = (text: string): string => {
    const evidence = [{ title: text, lines: [text] }];
    const failure = failed({ rationale: text, expected: text, actual: text, hint: text, evidence });
    const hostile = reportOf('failed', [failure, passed(), failure], {
      submission: { path: text, hash: text, ignored: [] },
      findings: [{ path: text, message: text }],
    });
    return renderTimeline(hostile, jsonl(tragedy(text)));
  };

  test('the page has the same elements as without it, and the text is there to be read', () => {
    const shape = (page: string) =>
      elements(page).map(({ name, attributes: { title: _, 'aria-label': __, ...attributes } }) => ({
        name,
        attributes,
      }));
    // The chart leaves out a name that has no room: that is the only thing that a text changes.
    const shapes = (text: string) => shape(withText(text)).filter(({ name }) => name !== 'text');
    expect(shapes(plant)).toEqual(shapes('x'));
  });

  test('it loads nothing, runs nothing, and leads nowhere else', () => {
    for (const { name, attributes } of elements(withText(plant))) {
      expect(['script', 'iframe', 'object', 'embed', 'img', 'link', 'base', 'form', 'image', 'use']).not.toContain(
        name,
      );
      for (const [key, value] of Object.entries(attributes)) {
        expect(key).not.toMatch(/^(on|src|style|action|xlink)/);
        if (key === 'href') expect(value).toMatch(/^#[\w.-]+$/);
      }
    }
  });
});

test('its policy forbids whatever is not inline style', () => {
  const page = renderTimeline(report, '');
  const policy = named(page, 'meta').find((meta) => meta.attributes['http-equiv'] === 'Content-Security-Policy');
  expect(policy?.attributes.content).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  );
  expect(named(page, 'style').map(textOf).join()).not.toMatch(/url\(|@import/);
});

test.for(Object.entries(samples))(
  'a page is made of %s, with or without events',
  ([, sample]: [string, GradeReport]) => {
    for (const events of ['', jsonl(tragedy()), `${jsonl(tragedy()).slice(0, -20)}`, 'no json\n']) {
      const page = renderTimeline(sample, events);
      const sections = named(page, 'section').filter(({ attributes }) => attributes.id !== undefined);
      expect(sections).toHaveLength(sample.checks.length);
    }
  },
);

test('a flood of events is cut in its middle, says so, and stays a page that a browser likes', () => {
  const flood = Array.from({ length: 60_000 }, (_, at) =>
    event('acknowledged', 1 + at / 100, 'output', { program: 1, stream: 'stdout', text: 'x'.repeat(200) }),
  );
  const ready = [
    event('acknowledged', 0, 'cluster.ready', { ms: 1, nodes: ['leader', 'follower'], topology: 'pair' }),
    event('acknowledged', 0, 'program.begin', { program: 1 }),
  ];
  const calls = Array.from({ length: 20_000 }, (_, id) => [
    event('acknowledged', 700 + id / 100, 'call', { program: 1, id, name: 'write', args: [] }),
    event('acknowledged', 700.005 + id / 100, 'call.end', { program: 1, id, value: 'acked' }),
  ]).flat();
  const began = performance.now();
  const page = renderTimeline(reportOf('failed', [failed({})]), jsonl([...ready, ...flood, ...calls]));
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(Buffer.byteLength(page)).toBeLessThan(2 * 1024 ** 2);
  expect(named(page, 'tr').length).toBeLessThan(300);
  expect(page).toContain('Bars are left out in the middle of: your program.');
  expect(page).toContain('79752 events are left out here');
});
