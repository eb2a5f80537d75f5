import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../core/errors.ts';
import type { CourseProblem } from '../../course/dev-check.ts';
import type { Command } from '../command.ts';

const command: Command = {
  name: 'dev',
  summary: 'For authors: what in the course does not agree with itself.',
  words: [{ name: '<action>', means: 'check: manifests, files, graders, mutants and links agree' }],
  options: [],
  examples: ['npm run dev check'],
  async run({ root, stdout, words }) {
    if (words[0] !== 'check') {
      throw new LabError('ARGUMENT', `the actions are: check; got ${JSON.stringify(words[0])}`, {
        next: 'npm run dev check',
      });
    }
    const { checkCourse } = await import('../../course/dev-check.ts');
    const { listExercises } = await import('../../course/course.ts');
    const problems = [...(await checkCourse(root)), ...(await checkLecture(root))];
    for (const { file, problem } of problems) stdout.write(`${file}: ${problem}\n`);
    const count = listExercises(root).length;
    stdout.write(
      problems.length === 0
        ? `${count} exercise${count === 1 ? '' : 's'}: all agrees\n`
        : `${problems.length} problems\n`,
    );
    return problems.length === 0 ? 0 : 1;
  },
};
export default command;

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
