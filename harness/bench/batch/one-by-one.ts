import { join } from 'node:path';
import { endOf } from '../commands.ts';
import { timed } from '../stopwatch.ts';
import type { BatchHome } from './batch-home.ts';
import type { Submission } from './class/submission.ts';
import { writeClass } from './class/write-class.ts';

/** Where a daemon answers `grade` would choose containers, and a batch processes: what is compared runs on the same. */
export const asABatch = ['--engine', 'embedded'];

/**
 * Grades submissions as a loop over `npm run grade` does, isolated as a batch is. They lie unpacked in `folder`. Returns
 * seconds by student. Throws when a command comes to something else than a grade.
 */
export async function gradeOneByOne(
  { where }: BatchHome,
  folder: string,
  submissions: readonly Submission[],
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const seconds = new Map<string, number>();
  const unpacked = submissions.map((submission) => ({ ...submission, packing: 'folder' as const }));
  await writeClass(unpacked, folder);
  const program = join(where.cwd, 'harness', 'cli', 'lab.sh');
  for (const { exercise, name, student } of unpacked) {
    signal.throwIfAborted();
    const args = [program, 'grade', exercise.slug, join(folder, name, exercise.slug), '--untrusted', ...asABatch];
    seconds.set(student, (await timed(() => endOf('sh', args, where, [0, 1]))) / 1000);
  }
  return seconds;
}
