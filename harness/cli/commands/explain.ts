import { join, relative } from 'node:path';
import { readConfig } from '../../config/config.ts';
import { LabError } from '../../core/errors.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'explain',
  summary: 'What a check does, what it expected and saw in the latest run, and how to look yourself.',
  words: [
    { name: '[exercise]', means: 'ex4, 4, data-loss or ex4-data-loss' },
    { name: '[check]', means: 'a check of it (default: the first that failed in the latest run)' },
  ],
  options: [{ flags: '--no-color', means: 'no colours' }],
  examples: ['npm run explain ex4', 'npm run explain ex4 row-lost'],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { cwd, env, options, root, stdout, words } = invocation;
  const { loadManifest, readableLecture, shortName } = await import('../../course/course.ts');
  const { findCheck } = await import('../../course/choose-checks.ts');
  const { explainCheck } = await import('../../grading/explain.ts');
  const { latestRun } = await import('../../grading/latest-run.ts');
  const { renderExplanation } = await import('../../reports/explain.ts');
  const { namedExercise } = await import('../named-exercise.ts');
  const { lineWidth } = await import('../line-width.ts');
  const paths = namedExercise(root, words[0], 'explain');
  const exercise = await loadManifest(paths);
  const word = shortName(paths.slug);
  const report = latestRun(join(root, '.runs'), paths.slug);
  const name = words[1] ?? report?.checks.find(({ outcome }) => outcome.verdict === 'failed')?.id;
  if (name === undefined) {
    const ids = exercise.checks.map(({ id }) => id);
    const why = report ? 'no check failed in the latest run' : `${paths.slug} has not been graded yet`;
    throw new LabError('ARGUMENT', `which check? (${why}) There are: ${ids.join(', ')}`, {
      next: `npm run explain ${word} ${ids[0]}`,
    });
  }
  const check = findCheck(exercise, name, 'explain');
  const explanation = explainCheck(check, readableLecture(root, check.lecture), report);
  const { color } = readConfig({ options, env, cwd, terminal: stdout.isTTY === true });
  const lines = renderExplanation(explanation, {
    color,
    width: lineWidth(stdout),
    word,
    now: Date.now(),
    shorten: (path) => relative(cwd, path),
  });
  stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
