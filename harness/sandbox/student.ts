import { stackOf, thrownText } from './exit-fault.ts';
import { StudentFault } from './student-fault.ts';
import { openStudent } from './student-process.ts';
import type { RunningStudent, StudentSpec } from './student-spec.ts';

export type { RunningStudent, StudentSpec } from './student-spec.ts';

/**
 * Starts a student's process and loads the modules of the exercise. Rejects with a StudentFault when one cannot be
 * loaded; nothing is left running then.
 */
export async function startStudent(spec: StudentSpec): Promise<RunningStudent> {
  const student = await openStudent(spec);
  try {
    for (const [path, found] of Object.entries(await student.load())) {
      if ('error' in found) throw loadFault(path, found.error, student.directory);
    }
    return student;
  } catch (error) {
    await student[Symbol.asyncDispose]();
    throw error;
  }
}

function loadFault(path: string, thrown: unknown, directory: string): StudentFault {
  const message = `${path} could not be loaded: ${thrownText(thrown, directory)}`;
  return new StudentFault('wrong', message, { stack: stackOf(thrown, directory), thrown: { value: thrown } });
}
