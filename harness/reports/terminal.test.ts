// biome-ignore-all lint/suspicious/noControlCharactersInRegex: the escape sequences of colours are what is looked for
import { describe, expect, test } from 'vitest';
import { renderCheck, renderTerminal } from './terminal.ts';
import { reportOf } from './testing/reports.ts';
import { samples } from './testing/samples.ts';

/** Colours as a reader of the file sees them: `«red»✗«/»`. */
function visible(text: string): string {
  const names: Record<string, string> = {
    1: 'bold',
    2: 'dim',
    22: '/',
    31: 'red',
    32: 'green',
    33: 'yellow',
    36: 'cyan',
    39: '/',
  };
  return text.replace(/\x1b\[(\d+)m/g, (_, code: string) => `«${names[code] ?? code}»`);
}

/** Recorded anew by `npm test -- harness/reports -u`; look at the difference before it is committed. */
const golden = (name: string) => `./golden/${name}.txt`;

describe.for(Object.entries(samples))('%s', ([name, report]) => {
  test.for([60, 100])('is shown as recorded in %i columns', async (width) => {
    await expect(`${renderTerminal(report, { color: false, width })}\n`).toMatchFileSnapshot(
      golden(`${name}.${width}`),
    );
  });

  test('keeps within its columns, and no line ends in a space', () => {
    for (const width of [60, 80, 100]) {
      for (const line of renderTerminal(report, { color: false, width }).split('\n')) {
        expect(line).toBe(line.trimEnd());
        // What is to be copied is not broken.
        if (!/^ *(evidence|read) /.test(line)) expect(line.length, line).toBeLessThanOrEqual(width);
      }
    }
  });

  test('says the same in colours, and nothing but colours is added', () => {
    const colored = renderTerminal(report, { color: true, width: 80 });
    const plain = renderTerminal(report, { color: false, width: 80 });
    expect(colored.replace(/\x1b\[(?:1|2|22|3[1-6]|39)m/g, '')).toBe(plain);
    expect(plain).not.toMatch(/[\p{Cc}--\n]/v);
  });
});

test.for(['failures', 'hostile', 'skipped-by-prerequisite'])('%s is shown in colours as recorded', async (name) => {
  const report = samples[name];
  if (!report) throw new Error(`there is no sample ${name}`);
  await expect(`${visible(renderTerminal(report, { color: true, width: 100 }))}\n`).toMatchFileSnapshot(
    golden(`${name}.color`),
  );
});

test('what an earlier check has shown is only named again', () => {
  const [first, second] = samples.failures?.checks ?? [];
  if (!first || !second) throw new Error('the sample has two checks');
  const alone = renderCheck(second, { color: false, width: 100 }).join('\n');
  const after = renderCheck(second, { color: false, width: 100, before: [first] }).join('\n');
  expect(alone).toContain('│ FATAL:  could not receive data from WAL stream');
  expect(after).not.toContain('FATAL');
  expect(after).toContain('PostgreSQL log of follower: the same as for acknowledged');
});

test('the page of a run is named last, where it was written', () => {
  const lines = renderTerminal(reportOf('passed', []), {
    color: false,
    width: 60,
    timeline: '.runs/ex4/latest/timeline.html',
  });
  expect(lines.split('\n').at(-1)).toBe('timeline  .runs/ex4/latest/timeline.html');
});

test('a run without any check has a footer and no more', () => {
  expect(renderTerminal(reportOf('errored', []), { color: false, width: 80 })).toMatch(/^\n0\/100 points: incomplete/);
});
