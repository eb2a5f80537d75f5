import { listExercises, loadManifest, pathsOf } from '../../../course/course.ts';
import { type ProofSubject, proofSubjects } from '../../../course/proof-subjects.ts';
import type { Capability, Exercise } from '../../../sdk/exercise.ts';
import { layered } from './files.ts';
import type { Files } from './submission.ts';

/** What submissions to one exercise are made of. */
export interface Material {
  exercise: Exercise;
  /** Those that this machine can run. */
  subjects: ProofSubject[];
  /** The files of the reference solution. */
  solution: Files;
  /** The files as a student gets them. */
  starter: Files;
  /** Where its first module lies. */
  module: string;
}

/** Of these exercises, or of all. `supports`: what an engine can do; a subject that needs more cannot be graded by it. */
export async function courseMaterial(
  root: string,
  slugs: readonly string[] | undefined,
  supports: ReadonlySet<Capability>,
): Promise<Material[]> {
  return await Promise.all(
    (slugs ?? listExercises(root)).map(async (slug) => {
      const paths = pathsOf(root, slug);
      const exercise = await loadManifest(paths);
      const subjects = proofSubjects(paths, exercise).filter(({ needs }) => needs.every((need) => supports.has(need)));
      const [module] = Object.keys(exercise.modules);
      const [solution, starter] = [paths.solution, paths.starter].map((folder) => layered([folder])) as [Files, Files];
      return { exercise, subjects, solution, starter, module: module as string };
    }),
  );
}
