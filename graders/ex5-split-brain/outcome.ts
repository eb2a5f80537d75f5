import { NotYet, waitUntil } from '#harness/grading';

/** What became of something that was sent to a server; `silent`: no answer in time. */
export type Outcome = { told: 'acked' } | { told: 'refused'; because: string } | { told: 'silent' };

/** Milliseconds after which a server that has not answered is taken not to answer. */
const patience = 5000;

/** Waits for the answer to what was sent, at most five seconds. Never throws but for the end of the check. */
export async function outcomeOf(sent: Promise<unknown>, signal: AbortSignal): Promise<Outcome> {
  let outcome: Outcome | undefined;
  sent.then(
    () => {
      outcome = { told: 'acked' };
    },
    (error: Error) => {
      outcome = { told: 'refused', because: error.message };
    },
  );
  const answered = () => outcome ?? new NotYet('no answer');
  return await waitUntil('an answer', answered, { timeout: patience, interval: 1, signal }).catch(() => {
    signal.throwIfAborted();
    return { told: 'silent' } as const;
  });
}
