/** What a block did. */
export interface Outcome {
  /** What it printed, its error included. */
  text: string;
  /** The SQLSTATE, `connection`, or the exit code, when it did not succeed. */
  failure: { code: string } | undefined;
}

export function good(text: string): Outcome {
  return { text, failure: undefined };
}
