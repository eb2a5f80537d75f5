import { graderVersion } from '../../batch/grading-key.ts';
import type { BatchExercise } from '../../batch/plan.ts';
import { findExercise, listExercises, loadManifest, pathsOf } from '../../course/course.ts';
import { graderHash } from '../../grading/grader-hash.ts';

/** The exercise that is named, or all. `harness`: its version. Throws UNKNOWN_EXERCISE, BAD_MANIFEST. */
export async function batchExercises(
  root: string,
  named: string | boolean | undefined,
  harness: string,
): Promise<BatchExercise[]> {
  const chosen =
    typeof named === 'string'
      ? [findExercise(root, named, 'batch SUBMISSIONS -- --exercise')]
      : listExercises(root).map((slug) => pathsOf(root, slug));
  return await Promise.all(
    chosen.map(async (paths) => ({
      manifest: await loadManifest(paths),
      paths,
      version: graderVersion(harness, paths),
      hashes: { grader: graderHash(paths), harness },
    })),
  );
}
