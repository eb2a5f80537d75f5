/** Files that a batch keeps beside the students' folders, and what each student's has. */
export const batchFiles = {
  journal: 'journal.jsonl',
  secret: 'course-secret',
  gradebookCsv: 'gradebook.csv',
  gradebookJson: 'gradebook.json',
  index: 'index.html',
  changes: 'changes.md',
  changesJson: 'changes.json',
} as const;

/** The page for a student, in the folder of the answer: `<student>/<exercise>/feedback.html`. */
export const feedbackFile = 'feedback.html';

/** Bytes of a name that is to be a folder's. */
const longest = 200;

/** The part of an archive's name that says what it is. */
export const archiveEnding = /\.(zip|tar|tgz|tar\.gz)$/i;

/**
 * The student whom a folder or an archive is named after, or why it cannot be named so: a name becomes a folder, a line
 * of the terminal and a cell of a table. Letters of every alphabet, quotes and signs are good.
 */
export function studentOf(fileName: string): { student: string } | { refused: string } {
  const student = fileName.replace(archiveEnding, '').normalize('NFC').trim();
  const refused = nameFault(student);
  return refused === undefined ? { student } : { refused };
}

/** Why a name cannot be a student's, or undefined. */
export function nameFault(student: string): string | undefined {
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(student)) return 'its name holds control characters: rename it';
  if (student.includes('\u{FFFD}')) return 'its name is not in UTF-8: rename it';
  if (student === '' || student.startsWith('.')) return 'it has no name but its ending: rename it';
  if (student.includes('/')) return 'its name holds a slash: rename it';
  if (Buffer.byteLength(student) > longest) return `its name has more than ${longest} bytes: rename it`;
  if (Object.values<string>(batchFiles).includes(student.toLowerCase()))
    return 'the results have a file of this name: rename it';
  return undefined;
}

/** Those of whom there is one; of two of one student both are left out, for nobody knows which counts. */
export function oneOfEach<T extends { student: string; name: string }>(all: readonly T[]) {
  const groups = [...Map.groupBy(all, ({ student }) => sameStudent(student)).values()];
  const doubled = groups.flatMap((group) => {
    if (group.length === 1) return [];
    const reason = `one student has handed in ${group.map(({ name }) => JSON.stringify(name)).join(' and ')}: leave one`;
    return group.map(({ name, student }) => ({ name, student, reason, submission: true }));
  });
  return { each: groups.flatMap((group) => (group.length === 1 ? group : [])), doubled };
}

/** Equal for names that a person, or a file system that ignores case, takes for one. */
function sameStudent(student: string): string {
  return student.normalize('NFKC').toLowerCase();
}
