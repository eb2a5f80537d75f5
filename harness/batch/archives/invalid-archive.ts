/** What was handed in cannot be a submission: the student's fault, said in one line. Nothing of it is graded. */
export class InvalidArchive extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'InvalidArchive';
  }
}

/** A name from an archive within such a line: quoted, on one line, not too long. */
export function quoted(name: string): string {
  const text = JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u{FFFD}');
}
