import { LabError } from '../core/errors.ts';
import type { Exercise } from '../sdk/exercise.ts';

/** Where the manifest puts an exported function, and the milliseconds that one call may take. */
interface ExportContract {
  module: string;
  name: string;
  deadline: number;
}

/** Every function that a submission must export. */
function exportContracts({ modules }: Exercise): ExportContract[] {
  return Object.entries(modules).flatMap(([module, { exports }]) =>
    Object.entries(exports).map(([name, { deadline }]) => ({ module, name, deadline })),
  );
}

/** Finds a function by its name, or by `module#name`. Throws GRADER when there is none, or more than one. */
export function contractOf(exercise: Exercise, wanted: string): ExportContract {
  const all = exportContracts(exercise);
  const found = all.filter(({ module, name }) => wanted === name || wanted === `${module}#${name}`);
  if (found[0] && found.length === 1) return found[0];
  const known = all.map(({ module, name }) => `${module}#${name}`).join(', ');
  const problem = found.length === 0 ? 'names no function' : 'names several functions';
  throw new LabError('GRADER', `the call of ${wanted} ${problem} of ${exercise.slug}: ${known}`);
}
