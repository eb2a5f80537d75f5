import { describe, expect, test } from 'vitest';
import { renderJunit } from './junit.ts';
import { failed, passed, reportOf } from './testing/reports.ts';
import { samples } from './testing/samples.ts';
import { parseXml, type XmlElement } from './testing/xml.ts';

/** What readers of JUnit XML agree on, as the schema of Jenkins' xUnit plugin (junit-10) has it. */
const schema: Record<string, { attributes: string[]; needs: string[]; children: string[] }> = {
  testsuites: { attributes: ['name', 'time', 'tests', 'failures', 'errors'], needs: [], children: ['testsuite'] },
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp'],
    needs: ['name', 'tests', 'failures', 'errors'],
    children: ['properties', 'testcase'],
  },
  properties: { attributes: [], needs: [], children: ['property'] },
  property: { attributes: ['name', 'value'], needs: ['name', 'value'], children: [] },
  testcase: { attributes: ['name', 'classname', 'time'], needs: ['name'], children: ['failure', 'error', 'skipped'] },
  failure: { attributes: ['type', 'message'], needs: ['message'], children: [] },
  error: { attributes: ['type', 'message'], needs: ['message'], children: [] },
  skipped: { attributes: ['type', 'message'], needs: ['message'], children: [] },
};

function problemsOf(element: XmlElement): string[] {
  const rule = schema[element.name];
  if (!rule) return [`<${element.name}> is unknown`];
  const given = Object.keys(element.attributes);
  return [
    ...given.filter((name) => !rule.attributes.includes(name)).map((name) => `${element.name}.${name} is unknown`),
    ...rule.needs.filter((name) => !given.includes(name)).map((name) => `${element.name}.${name} is missing`),
    ...element.children
      .filter(({ name }) => !rule.children.includes(name))
      .map(({ name }) => `<${name}> stands in <${element.name}>`),
    ...['time', 'tests', 'failures', 'errors', 'skipped']
      .filter(
        (name) => element.attributes[name] !== undefined && !/^\d+(\.\d{3})?$/.test(element.attributes[name] ?? ''),
      )
      .map((name) => `${element.name}.${name} is no number`),
    ...element.children.flatMap(problemsOf),
  ];
}

const find = (element: XmlElement, name: string): XmlElement[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => find(child, name)),
];

describe.for(Object.entries(samples))('%s', ([name, report]) => {
  test('is written as recorded, and keeps to the schema', async () => {
    const text = renderJunit([report]);
    expect(problemsOf(parseXml(text))).toEqual([]);
    await expect(text).toMatchFileSnapshot(`./golden/${name}.junit.xml`);
  });

  test('the counts are those of its cases, and its errors are ours', () => {
    const root = parseXml(renderJunit([report]));
    const suite = root.children[0] as XmlElement;
    const counted = (kind: string) => String(find(root, kind).length);
    expect(suite.attributes).toMatchObject({
      tests: counted('testcase'),
      failures: counted('failure'),
      errors: counted('error'),
      skipped: counted('skipped'),
    });
    expect(root.attributes).toMatchObject({ tests: suite.attributes.tests, errors: suite.attributes.errors });
    const verdicts = report.checks.map(({ outcome }) => outcome.verdict);
    expect(find(root, 'failure')).toHaveLength(verdicts.filter((verdict) => verdict === 'failed').length);
    const ours = verdicts.filter((verdict) => verdict === 'errored' || verdict === 'inconclusive');
    expect(find(root, 'error')).toHaveLength(ours.length + report.errors.length);
  });
});

test('whatever a student printed, the XML is valid and its text is theirs', () => {
  const nasty = [
    ...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)),
    '\x7f\x85\u2028\u2029\u202e\ufeff\ufffe\uffff',
    '\ud800 alone \udfff',
    ']]>',
    '<![CDATA[',
    '</failure></testcase><testcase name="stolen"/>',
    '<!-- -- -->',
    '<?xml version="1.0"?>',
    '&amp; &bogus; &#0; &#x1F;',
    '"\'',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;',
  ].join('|');
  const evidence = [{ title: nasty, lines: [nasty] }];
  const report = reportOf('failed', [
    failed({ rationale: nasty, expected: nasty, actual: nasty, hint: nasty, evidence }),
    passed(),
    passed(),
  ]);
  const root = parseXml(
    renderJunit([
      { ...report, submission: { path: nasty, hash: nasty, ignored: [] }, run: { ...report.run, seed: nasty } },
    ]),
  );
  expect(problemsOf(root)).toEqual([]);
  expect(find(root, 'testcase')).toHaveLength(3);
  const [failure] = find(root, 'failure');
  for (const piece of [']]>', '</failure></testcase>', '&bogus;', '<!ENTITY']) {
    expect(failure?.attributes.message).toContain(piece);
  }
});

test('several reports are several suites of one file, and the sum is over all', () => {
  const two = [samples.failures, samples['all-passed']].flatMap((report) => report ?? []);
  const root = parseXml(renderJunit(two));
  expect(root.children.map(({ attributes }) => attributes.failures)).toEqual(['3', '0']);
  expect(root.attributes).toMatchObject({ tests: '6', failures: '3', errors: '0', time: '8.642' });
});
