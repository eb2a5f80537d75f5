import { type CheckContext, type Evidence, StudentFault } from '#harness/grading';

/** How a call of `setUp` ended. */
export interface SetUp {
  /** What it threw, in its own words; undefined when it returned. */
  threw: string | undefined;
  /** The same for the reader of a failure, whichever check it is. */
  evidence: Evidence[];
}

/**
 * Runs `setUp` in a program of its own, to that program's very end. What it threw is a fact and not yet a failure: the
 * checks look at what it has made.
 */
export async function runSetUp({ student }: CheckContext): Promise<SetUp> {
  const program = await student();
  let threw: string | undefined;
  try {
    await program.call('setUp', [program.lab]);
  } catch (error) {
    if (!(error instanceof StudentFault)) throw error;
    threw = error.message;
  }
  await program.settle();
  const lines = threw?.split('\n').slice(0, 10);
  return { threw, evidence: lines ? [{ title: 'setUp did not end well', lines }] : [] };
}
