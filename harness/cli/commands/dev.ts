import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../core/errors.ts';
import type { CourseProblem } from '../../course/dev-check.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'dev',
  summary: 'For authors: make a new exercise, and find what in the course does not agree with itself.',
  words: [
    { name: '<action>', means: 'check: manifests, files, graders, mutants and links agree; new: makes an exercise' },
    { name: '[slug]', means: 'new: the name of the exercise, exN-some-words' },
  ],
  options: [],
  examples: ['npm run dev check', 'npm run dev new ex10-cascading-replication'],
  async run(invocation) {
    const [action = '', slug] = invocation.words;
    if (action === 'check' && slug === undefined) return await check(invocation);
    if (action === 'new') return await make(invocation);
    const got = JSON.stringify([action, ...(slug === undefined ? [] : [slug])].join(' '));
    throw new LabError('ARGUMENT', `the actions are: check, new <slug>; got ${got}`, { next: 'npm run dev check' });
  },
};
export default command;

async function check({ root, stdout }: Invocation): Promise<number> {
  const { checkCourse } = await import('../../course/dev-check.ts');
  const { listExercises } = await import('../../course/course.ts');
  const { checkWritten } = await import('../../grading/written/check-written.ts');
  const problems = [...(await checkCourse(root)), ...(await checkWritten(root)), ...(await checkLecture(root))];
  for (const { file, problem } of problems) stdout.write(`${file}: ${problem}\n`);
  const count = listExercises(root).length;
  stdout.write(
    problems.length === 0
      ? `${count} exercise${count === 1 ? '' : 's'}: all agrees\n`
      : `${problems.length} problems\n`,
  );
  return problems.length === 0 ? 0 : 1;
}

/** What stops the lecture's build: links of manifests that lead nowhere are among it. A release may have no lecture. */
async function checkLecture(root: string): Promise<CourseProblem[]> {
  if (!existsSync(join(root, 'lecture'))) return [];
  const { buildSite } = await import('../../lecture/site/build-site.ts');
  const { linkedExercises } = await import('../linked-exercises.ts');
  // A manifest that cannot be read was said already; its links are looked at when it can be.
  const exercises = await linkedExercises(root).catch(() => []);
  const { lecture } = await buildSite(root, exercises);
  return lecture.problems.list.map(({ file, line, problem }) => ({ file: `${file}:${line}`, problem }));
}

async function make({ root, stdout, words }: Invocation): Promise<number> {
  const { newExercise } = await import('../../course/new-exercise.ts');
  const { shortName } = await import('../../course/course.ts');
  const slug = words[1] ?? '';
  for (const path of newExercise(root, slug)) stdout.write(`${path}\n`);
  stdout.write(
    `\nIt works as it stands: npm run grade ${shortName(slug)} -- --solution\nHow to go on: README.md, "Add an exercise"\n`,
  );
  return 0;
}
