import { copyPackages } from '../core/packages.ts';

/** The packages that student code may import; they bring what they depend on. */
export const studentPackages: readonly string[] = ['pg'];

/** Makes the node_modules of submissions, once for each set of versions. Throws START_FAILED when a package is missing. */
export function copyStudentPackages(fromNodeModules: string, into: string): Promise<void> {
  return copyPackages(studentPackages, fromNodeModules, into);
}
