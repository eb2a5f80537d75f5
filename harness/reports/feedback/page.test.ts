import { describe, expect, test } from 'vitest';
import { failed, passed, reportOf } from '../testing/reports.ts';
import { plants } from '../testing/runner.ts';
import { samples } from '../testing/samples.ts';
import { parseXml, type XmlElement } from '../testing/xml.ts';
import { hideDirectories, hidingDirectories } from './hide-directories.ts';
import { type Feedback, renderFeedback } from './page.ts';

const given: Feedback = {
  student: 'ann',
  exercise: 'ex4-data-loss',
  tone: 'bad',
  status: 'Not all checks passed',
  says: ['Begin with the first.'],
};

/** All elements. The page is well-formed XML as well, so that this can be strict. */
function elements(page: string): XmlElement[] {
  const all = (element: XmlElement): XmlElement[] => [element, ...element.children.flatMap(all)];
  return all(parseXml(page));
}

test('the page of a student is as recorded, without logs and seed', async () => {
  const report = samples['awaiting-again'];
  const page = renderFeedback({ ...given, report, points: report?.points, commit: '0123abcd' });
  await expect(page).toMatchFileSnapshot('../golden/awaiting-again.feedback.html');
  expect(page).not.toContain(report?.run.seed);
  expect(page).not.toContain(report?.run.evidence);
  expect(page).not.toContain('TurboLens');
});

test.for(Object.entries(samples))('%s: every check is there with its points', ([, report]) => {
  const page = renderFeedback({ ...given, report });
  const sections = elements(page).filter(({ attributes, name }) => name === 'section' && attributes.id !== undefined);
  expect(sections.map(({ attributes }) => attributes.id)).toEqual(report.checks.map(({ id }) => id));
});

describe.for([...plants, plants.join('\n')])('with %j planted everywhere', (plant) => {
  const withText = (text: string) => {
    const failure = failed({ rationale: text, expected: text, actual: text, hint: text, evidence: [] });
    const report = reportOf('failed', [failure, passed(), failure], { findings: [{ path: text, message: text }] });
    return renderFeedback({ ...given, student: text, status: text, says: [text], commit: text, report });
  };

  test('the page has the same elements as without it, runs nothing and leads nowhere', () => {
    const shape = (page: string) => elements(page).map(({ attributes, name }) => ({ name, attributes }));
    expect(shape(withText(plant))).toEqual(shape(withText('x')));
    for (const { attributes, name } of elements(withText(plant))) {
      expect(name).not.toBe('script');
      expect(attributes.href ?? '#').toMatch(/^#/);
    }
  });
});

test('directories of the machine are named on no page, and what lies in them is', () => {
  const hide = hidingDirectories(['/srv/lab', '/srv/lab/state', '/srv/teacher', '/', '']);
  expect(hide('open /srv/lab/state/run/a.ts, file:///srv/teacher/x, /srv/laboratory, see /srv/lab.')).toBe(
    'open …/run/a.ts, file://…/x, /srv/laboratory, see ….',
  );
  const text = 'ENOENT: /srv/lab/state/7/data';
  const log = [{ title: 'log', lines: [text] }];
  const failure = failed({ rationale: text, expected: text, actual: text, hint: text, evidence: log });
  const report = reportOf('failed', [failure, passed(), passed()], { findings: [{ path: 'a.ts', message: text }] });
  expect(JSON.stringify(hideDirectories(report, hide).checks)).not.toContain('/srv');
  expect(renderFeedback({ ...given, report: hideDirectories(report, hide) })).not.toContain('/srv');
});
