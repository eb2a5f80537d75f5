import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { listExercises, loadManifest, pathsOf } from '../course/course.ts';
import type { LinkedExercise } from '../lecture/course.ts';

/** The exercises as the lecture needs them: their checks, and the line of each link in its manifest. */
export async function linkedExercises(root: string): Promise<LinkedExercise[]> {
  return await Promise.all(
    listExercises(root).map(async (slug) => {
      const paths = pathsOf(root, slug);
      const { title, summary, checks, written = [] } = await loadManifest(paths);
      const path = join(paths.starter, 'exercise.ts');
      const lines = readFileSync(path, 'utf8').split('\n');
      const lineOf = (id: string, link: string) => {
        const check = lines.findIndex((line) => line.includes(`'${id}'`));
        return lines.findIndex((line, at) => at >= check && line.includes(link)) + 1;
      };
      return {
        slug,
        title,
        summary,
        file: relative(root, path),
        checks: checks.map(({ id, title: statement, lecture }) => {
          return { id, title: statement, lecture, line: lineOf(id, lecture) };
        }),
        questions: written
          .flatMap((part) => (part.kind === 'answers' ? part.questions : []))
          .flatMap(({ id, lecture }) => (lecture === undefined ? [] : [{ id, lecture, line: lineOf(id, lecture) }])),
      };
    }),
  );
}
