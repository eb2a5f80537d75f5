import { readConfig } from '../../config/config.ts';
import { LabError } from '../../core/errors.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'questions',
  summary: 'The questions of an exercise that are answered in writing, with your own numbers.',
  words: [
    { name: '[exercise]', means: 'ex5, 5, split-brain or ex5-split-brain' },
    { name: '[folder]', means: 'where your files are (default: exercises/<exercise>)' },
  ],
  options: [
    { flags: '--solution', means: 'with the numbers of the reference solution' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: ['npm run questions ex5', 'npm run questions ex5 ~/handed-in/ann'],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { cwd, env, options, root, stdout, words } = invocation;
  const { loadManifest } = await import('../../course/course.ts');
  const { askedOf } = await import('../../grading/written/asked.ts');
  const { renderQuestions } = await import('../../reports/questions.ts');
  const { namedExercise } = await import('../named-exercise.ts');
  const { submissionOf } = await import('../submission-folder.ts');
  const { lineWidth } = await import('../line-width.ts');
  const paths = namedExercise(root, words[0], 'questions');
  const exercise = await loadManifest(paths);
  if (!exercise.written) throw new LabError('ARGUMENT', `${paths.slug} has no questions that are answered in writing`);
  const { color } = readConfig({ options, env, cwd, terminal: stdout.isTTY === true });
  const asked = askedOf(exercise.written, exercise.slug, submissionOf(invocation, paths));
  stdout.write(`${renderQuestions(asked, { color, width: lineWidth(stdout) }).join('\n')}\n`);
  return 0;
}
