/** Files that a batch keeps beside the students' folders. */
export const batchFiles = {
  journal: 'journal.jsonl',
  secret: 'course-secret',
  gradebookCsv: 'gradebook.csv',
  gradebookJson: 'gradebook.json',
} as const;

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
  const no = (refused: string) => ({ refused });
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(student)) return no('its name holds control characters: rename it');
  if (student.includes('\u{FFFD}')) return no('its name is not in UTF-8: rename it');
  if (student === '' || student.startsWith('.')) return no('it has no name but its ending: rename it');
  if (Buffer.byteLength(student) > longest) return no(`its name has more than ${longest} bytes: rename it`);
  if (Object.values<string>(batchFiles).includes(student.toLowerCase()))
    return no('the results have a file of this name: rename it');
  return { student };
}

/** Equal for names that a person, or a file system that ignores case, takes for one. */
export function sameStudent(student: string): string {
  return student.normalize('NFKC').toLowerCase();
}
