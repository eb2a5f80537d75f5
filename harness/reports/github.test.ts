import { describe, expect, test } from 'vitest';
import type { GradeReport } from '../grading/grade-report.ts';
import { type RepositoryPaths, renderAnnotations } from './github.ts';
import { annotationLine, inert, resumeCommands, stopCommands } from './github-commands.ts';
import { renderStepSummary } from './github-summary.ts';
import { renderJson } from './json.ts';
import { renderTerminal } from './terminal.ts';
import { errored, failed, passed, reportOf } from './testing/reports.ts';
import { plants, runOnGithub } from './testing/runner.ts';
import { samples } from './testing/samples.ts';

const paths: RepositoryPaths = { submission: 'exercises/ex4-data-loss', readme: 'exercises/ex4-data-loss/README.md' };

describe.for(Object.entries(samples))('%s', ([name, report]) => {
  test('has annotations as recorded, each a command on a line of its own', async () => {
    const lines = renderAnnotations(report, paths);
    expect(runOnGithub(lines.join('\n'))).toEqual({ commands: lines, shown: [] });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./golden/${name}.annotations.txt`);
  });

  test('has a summary as recorded', async () => {
    await expect(renderStepSummary(report)).toMatchFileSnapshot(`./golden/${name}.summary.md`);
  });
});

test('a failed check is annotated where the student’s stack says, and otherwise at the task', () => {
  const at = (line: string, where = paths) => {
    const evidence = [{ title: 'where it happened', lines: ['Error: src/lie.ts:1:1', line] }];
    const [first] = renderAnnotations(reportOf('failed', [failed({ evidence })]), where);
    return /^::error (.*),title=/.exec(first ?? '')?.[1];
  };
  expect(at('    at write (src/data-loss.ts:17:24)')).toBe('file=exercises/ex4-data-loss/src/data-loss.ts,line=17');
  expect(at('write (src/data-loss.ts:17:24)')).toBe('file=exercises/ex4-data-loss/src/data-loss.ts,line=17');
  expect(at('    at src/rows/read.ts:3:1')).toBe('file=exercises/ex4-data-loss/src/rows/read.ts,line=3');
  const task = `file=${paths.readme}`;
  expect(at('    at write (src/../../../harness/cli/main.ts:1:1)')).toBe(task);
  expect(at('    at write (file:///etc/passwd.ts:1:1)')).toBe(task);
  expect(at('    at write (src/a.ts,title=x.ts:1:1)')).toBe(task);
  expect(at('    at write (src/data-loss.ts:17:24)', { ...paths, submission: undefined })).toBe(task);
});

test('what is ours is a warning and never an error', () => {
  const lines = renderAnnotations(reportOf('errored', [errored('no answer'), passed(), passed()]), paths);
  expect(lines.map((line) => /^::\w+/.exec(line)?.[0])).toEqual(['::warning', '::notice']);
});

test('the last of the ten annotations that GitHub shows sums up the rest', () => {
  const findings = Array.from({ length: 30 }, (_, at) => ({ path: `src/${at}.ts`, line: at, message: 'no' }));
  const lines = renderAnnotations(reportOf('failed', [failed({}, 'invalid-submission')], { findings }), paths);
  expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
  expect(lines[9]).toMatch(/::21 more: see the summary of this step, or its log$/);
});

/** A report that quotes a text wherever it can. */
function quoting(text: string): GradeReport {
  const evidence = [
    { title: text, lines: [text, `    at write (src/${text}.ts:1:1)`] },
    { title: 'output of your program', lines: text.split('\n') },
  ];
  const failure = { rationale: `write threw an Error: ${text}`, expected: text, actual: text, hint: text, evidence };
  return reportOf('failed', [failed(failure, 'crash'), errored(text, [text]), failed({ rationale: text })], {
    submission: { path: text, hash: text, ignored: [{ path: text, reason: text }] },
    errors: [{ code: 'GRADER', message: text, because: [text] }],
  });
}

describe.for([...plants, plants.join('\n'), plants.join('')])('with %j planted everywhere', (plant) => {
  const reports = [quoting(plant), { ...quoting(plant), findings: [{ path: plant, line: 3, message: plant }] }];

  test('the only commands are our annotations', () => {
    for (const report of reports) {
      const lines = renderAnnotations(report, { submission: plant, readme: paths.readme });
      expect(runOnGithub(lines.join('\n')).commands).toEqual(lines);
      for (const line of lines)
        expect(line).toMatch(/^::(error|warning|notice) (file=[^:,]*(,line=\d+)?,)?title=[^:,]*::/);
    }
  });

  test('what a terminal shows is shown, without a command in it', () => {
    const token = 'f00d';
    for (const report of reports) {
      const text = renderTerminal(report, { color: true, width: 80 });
      const output = [stopCommands(token), text, plant, resumeCommands(token)].join('\n');
      expect(runOnGithub(output).commands).toEqual([]);
      expect(runOnGithub(`${output}\n::notice::ours`).commands).toEqual(['::notice::ours']);
    }
  });

  test('the JSON document holds no command, and says the same', () => {
    for (const report of reports) {
      expect(runOnGithub(renderJson(report)).commands).toEqual([]);
      expect(JSON.parse(renderJson(report))).toEqual(JSON.parse(JSON.stringify(report)));
    }
  });

  test('outside of code blocks the summary is as without it', () => {
    for (const report of reports) {
      const harmless = JSON.parse(
        JSON.stringify(report).replaceAll(JSON.stringify(plant).slice(1, -1), 'x'),
      ) as GradeReport;
      expect(outsideOfCode(renderStepSummary(report))).toEqual(outsideOfCode(renderStepSummary(harmless)));
    }
  });

  test('an error message that must be printed outside holds no command', () => {
    expect(runOnGithub(inert(`lab: ${plant}\n     ${plant}\n${plant}`)).commands).toEqual([]);
  });
});

/** The lines of Markdown that are not in a fenced block, by CommonMark's rule of what closes one. */
function outsideOfCode(markdown: string): string[] {
  const outside: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    const run = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence === undefined) {
      if (run) fence = run[1];
      else outside.push(line);
    } else if (run?.[1]?.startsWith(fence) && run[2]?.trim() === '') fence = undefined;
  }
  expect(fence, 'every block is closed').toBeUndefined();
  return outside;
}

test('a summary stays far below the size that GitHub takes, in whole blocks', () => {
  const evidence = Array.from({ length: 200 }, (_, at) => ({
    title: `log ${at}`,
    lines: Array(200).fill('x'.repeat(500)),
  }));
  const summary = renderStepSummary(
    reportOf('failed', [failed({ evidence }), failed({ rationale: 'Second.' }), passed()]),
  );
  expect(Buffer.byteLength(summary)).toBeLessThan(200_000);
  expect(summary).toContain('What became of 1 more check is in the log of this step.');
  expect(summary).toContain('Second.');
  expect(outsideOfCode(summary).join('\n')).not.toContain('xxx');
});

test('a property ends where we end it', () => {
  const line = annotationLine({ level: 'error', title: 'a,line=7::b%2C', message: '100%\r\n::set-env::', file: 'x:y' });
  expect(line).toBe('::error file=x%3Ay,title=a%2Cline=7%3A%3Ab%252C::100%25%0A::set-env::');
});
