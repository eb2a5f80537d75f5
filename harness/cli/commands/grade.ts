import { join } from 'node:path';
import { readConfig } from '../../config/config.ts';
import { LabError, messageOf } from '../../core/errors.ts';
import { renderJson } from '../../reports/json.ts';
import type { Exercise } from '../../sdk/exercise.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'grade',
  summary: 'Grade your work on an exercise, on real PostgreSQL servers.',
  words: [
    { name: '[exercise]', means: 'ex4, 4, data-loss or ex4-data-loss; all: every exercise' },
    { name: '[folder]', means: 'the folder to grade (default: exercises/<exercise>)' },
  ],
  options: [
    { flags: '--solution', means: 'grade the reference solution' },
    { flags: '--begun', means: 'with all: only exercises in which something was changed since they were handed out' },
    { flags: '--handed-in', means: 'the folder is what was handed in: finds the answer in it, as a batch does' },
    { flags: '--only <checks>', means: 'only these checks, joined by commas, and what they require' },
    { flags: '--watch', means: 'grade again whenever a file is saved' },
    { flags: '--poll', means: 'with --watch: look every half second, where the system does not tell of changes' },
    { flags: '--seed <hex>', means: 'repeat a run: the seed that its report prints' },
    { flags: '--engine <name>', means: 'docker, embedded or auto (default): containers where Docker has the images' },
    { flags: '--pg-bin <dir>', means: 'use the PostgreSQL programs of this directory' },
    { flags: '--json', means: 'print the report (for all: a list of them) as JSON and nothing else' },
    { flags: '--untrusted', means: "somebody else's work: refuse to start unless it can be isolated" },
    { flags: '--trust', means: 'with --untrusted: start all the same; the report says so' },
    { flags: '--junit <file>', means: 'write the results as JUnit XML as well' },
    { flags: '--ctrf <file>', means: 'the same as CTRF' },
    { flags: '--gradescope <file>', means: "the same as Gradescope's results.json" },
    { flags: '--classroom50 <file>', means: "the same as Classroom 50's result.json" },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: [
    'npm run grade ex4',
    'npm run grade ex4 -- --only row-lost',
    'npm run grade ex4 -- --solution',
    'npm run grade ex4 -- --watch',
    'npm run grade all',
    'npm run grade ex4 ~/handed-in/ann -- --json',
    '',
    'Exit code: 0 all passed, 1 a check failed, 2 could not be graded completely, 3 refused.',
  ],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { options, root, stdout, words } = invocation;
  const { loadManifest } = await import('../../course/course.ts');
  const { namedExercise } = await import('../named-exercise.ts');
  const { submissionOf } = await import('../submission-folder.ts');
  const config = readConfig({ options, env: invocation.env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  const { setUpGrading } = await import('../grading-setup.ts');
  const { isolated } = await import('../isolation.ts');
  const { openPublication } = await import('../publication.ts');
  if (words[0] === 'all') {
    refuseForAll(invocation);
    const { gradeAll } = await import('../grade-all.ts');
    const slugs = await exercisesToGrade(invocation);
    if (slugs.length === 0) {
      stdout.write(config.json ? '[]\n' : 'no exercise has been begun: nothing to grade\n');
      return 0;
    }
    await using owned = await isolated(await setUpGrading(invocation, config), config);
    using publication = openPublication(invocation, config);
    const setup = { ...owned, publication };
    return await gradeAll(invocation, config, setup, slugs, (paths) => submissionOf(invocation, paths));
  }
  if (options.begun)
    throw new LabError('ARGUMENT', '--begun is for all exercises', { next: 'npm run grade all -- --begun' });
  const paths = namedExercise(root, words[0], 'grade');
  const exercise = await loadManifest(paths);
  const folder = submissionOf(invocation, paths);
  const submission = options.handedIn ? await answerIn(folder, exercise) : folder;
  const { chooseChecks } = await import('../../course/choose-checks.ts');
  const only = typeof options.only === 'string' ? chooseChecks(exercise, options.only) : undefined;

  const { gradeExercise } = await import('../grade-exercise.ts');
  const { exitCodeOf } = await import('../../grading/build-report.ts');
  await using owned = await isolated(await setUpGrading(invocation, config), config);
  using publication = openPublication(invocation, config);
  const setup = { ...owned, publication };
  if (options.watch) {
    const { gradeOnSave } = await import('../watch/watch-loop.ts');
    return await gradeOnSave(invocation, config, setup, { exercise, paths, submission, only }, options.poll === true);
  }
  const report = await gradeExercise(invocation, config, setup, { exercise, paths, submission, only });
  if (config.json) stdout.write(renderJson(report));
  return exitCodeOf(report);
}

/** For `all`: every one, or those that have been begun. */
async function exercisesToGrade({ options, root }: Invocation): Promise<string[]> {
  if (options.begun) return (await import('../../course/release-record.ts')).begunExercises(root);
  return (await import('../../course/course.ts')).listExercises(root);
}

/** Throws BAD_SUBMISSION where what was handed in holds no single answer. */
async function answerIn(folder: string, exercise: Exercise): Promise<string> {
  const { findAnswer } = await import('../../batch/submissions/find-answers.ts');
  try {
    return join(folder, findAnswer(folder, exercise).inside);
  } catch (cause) {
    throw new LabError('BAD_SUBMISSION', messageOf(cause), { where: folder, next: 'hand in one folder', cause });
  }
}

/** Throws ARGUMENT for what can only be meant for one exercise. */
function refuseForAll({ options, words }: Invocation): void {
  const ofOne = ['handedIn', 'watch', 'only', 'ctrf', 'gradescope', 'classroom50'].find((name) => options[name]);
  const flag = ofOne && `--${ofOne.replace('handedIn', 'handed-in')}`;
  const given = flag ?? (words[1] && 'a folder');
  if (given)
    throw new LabError('ARGUMENT', `${given} is for one exercise; "all" were asked for`, { next: 'npm run grade all' });
}
