import type { CheckContext } from '#harness/grading';

/** The follower's answer to a session that asks for a transaction that may write, and then writes. */
export interface Refusal {
  /** SQLSTATE; undefined when there was no answer, or no refusal. */
  code: string | undefined;
  said: string;
}

/** Setting default_transaction_read_only refuses writes too, but only to those who do not set it back. */
export async function tryToWrite({ cluster: { follower }, random }: CheckContext): Promise<Refusal> {
  if (follower.state !== 'running') return { code: undefined, said: 'no server runs on the follower' };
  try {
    await follower.query('SET default_transaction_read_only = off');
    await follower.query(`CREATE TABLE public.written_${random.word(8)} (id int)`);
    return { code: undefined, said: 'the follower created a table' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'severity' in error && 'code' in error ? String(error.code) : undefined;
    return { code, said: error.message };
  }
}
