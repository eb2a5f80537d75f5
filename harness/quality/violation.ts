/** One place in the sources that breaks a rule. */
export interface Violation {
  /** Relative to the repository. */
  file: string;
  /** 0: the file as a whole. */
  line: number;
  /** The rule's name, as allow-lists and messages use it. */
  rule: string;
  /** What was found there, and what to do instead. */
  message: string;
}

/** One exception from one rule for one file. It fails as soon as nothing needs it. */
export interface Allowed {
  rule: string;
  file: string;
  reason: string;
}

/** Leaves out what is allowed; an exception that no violation needs is a violation itself. */
export function withoutAllowed(violations: readonly Violation[], allowed: readonly Allowed[]): Violation[] {
  const covers = (entry: Allowed, { file, rule }: Violation) => entry.file === file && entry.rule === rule;
  const left = violations.filter((violation) => !allowed.some((entry) => covers(entry, violation)));
  const idle = allowed.filter((entry) => !violations.some((violation) => covers(entry, violation)));
  const unneeded = idle.map(({ file, rule }): Violation => {
    return {
      file,
      line: 0,
      rule: 'allow-list',
      message: `the exception from "${rule}" is not needed any more: take it off the list`,
    };
  });
  return [...left, ...unneeded];
}

/** `file:line  rule: message`, one a line, in the order of the files. */
export function formatViolations(violations: readonly Violation[]): string {
  return violations
    .toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
    .map(({ file, line, rule, message }) => `${file}${line > 0 ? `:${line}` : ''}  ${rule}: ${message}`)
    .join('\n');
}
