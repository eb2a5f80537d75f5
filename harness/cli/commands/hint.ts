import { join } from 'node:path';
import { readConfig } from '../../config/config.ts';
import { LabError } from '../../core/errors.ts';
import type { GradeReport } from '../../grading/grade-report.ts';
import type { TerminalOptions } from '../../reports/check-lines.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'hint',
  summary: 'A hint for the first check that failed in the latest run; the next one at the next call.',
  words: [
    { name: '[exercise]', means: 'ex4, 4, data-loss or ex4-data-loss' },
    { name: '[check]', means: 'another check than the first that failed' },
  ],
  options: [
    { flags: '--all', means: 'all hints of the check at once' },
    { flags: '--reset', means: 'begin again with the first hint of every check' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: [
    'npm run hint ex4',
    'npm run hint ex4 row-lost',
    'npm run hint ex4 -- --all',
    'npm run hint ex4 -- --reset',
  ],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { env, options, root, stdout, words } = invocation;
  const { loadManifest, shortName } = await import('../../course/course.ts');
  const { findCheck } = await import('../../course/choose-checks.ts');
  const { latestRun } = await import('../../grading/latest-run.ts');
  const { forgetHints, nextHints } = await import('../../grading/staged-hints.ts');
  const { renderHint, renderRunLine } = await import('../../reports/hint.ts');
  const { namedExercise } = await import('../named-exercise.ts');
  const { lineWidth } = await import('../line-width.ts');
  const paths = namedExercise(root, words[0], 'hint');
  const exercise = await loadManifest(paths);
  const word = shortName(paths.slug);
  const runs = join(root, '.runs');
  const folder = join(runs, paths.slug);
  const named = words[1] === undefined ? undefined : findCheck(exercise, words[1], 'hint');
  if (options.reset) {
    forgetHints(folder);
    stdout.write(`${paths.slug}: the next hint of every check is its first\n`);
    return 0;
  }
  const report = latestRun(runs, paths.slug);
  if (!report) {
    throw new LabError('NO_RUN', `${paths.slug} has not been graded yet: hints are for what failed`, {
      next: `npm run grade ${word}`,
    });
  }
  const { color } = readConfig({ options, env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  const view: TerminalOptions = { color, width: lineWidth(stdout) };
  const lines = [renderRunLine(report, Date.now()), ''];
  const failed = report.checks.find(({ id, outcome }) => outcome.verdict === 'failed' && (!named || id === named.id));
  const spec = named ?? exercise.checks.find(({ id }) => id === failed?.id);
  if (report.findings.length > 0) {
    const { renderFindings } = await import('../../reports/terminal.ts');
    lines.push(...renderFindings(report, view), '', 'This comes first: none of your code was run.');
  } else if (spec) {
    const stage = nextHints(folder, spec, failed, options.all === true);
    const rationale = failed?.outcome.failure?.rationale;
    lines.push(...renderHint({ word, check: spec, rationale, stage }, view));
  } else lines.push(nothingFailed(report, word));
  stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function nothingFailed({ checks, run, verdict }: GradeReport, word: string): string {
  if (verdict === 'passed') {
    const marked = checks.filter(({ outcome }) => outcome.verdict === 'awaiting' || outcome.verdict === 'reviewed');
    const automatic = checks.length - marked.length;
    const all = run.only ? 'the checks that were asked for' : `all ${automatic} checks`;
    const rest = marked.length > 0 ? ` (${marked.map(({ id }) => id).join(', ')}: a person marks it)` : '';
    return `It passed ${all}: no hint is needed${rest}.`;
  }
  return `No check failed, but not all were graded. Next: npm run grade ${word}`;
}
