import { type CheckContext, NotYet, waitUntil } from '#harness/grading';
import type { Update } from './answer.ts';

/** How often an update is called until it waits: the setting takes a moment, and a client may do without the wait. */
const attempts = 10;

const waiters = "FROM pg_catalog.pg_stat_activity WHERE usename = 'student' AND wait_event = 'SyncRep'";

/**
 * Calls `update` while commits on the leader wait for a standby that there is not: they are done, and no answer comes.
 * `ended`: the session is ended during that wait, so that the connection breaks; otherwise the client's limit ends it.
 */
export async function commitUnanswered(
  { cluster: { leader }, signal }: CheckContext,
  update: () => Promise<Update>,
  { ended }: { ended: boolean },
): Promise<Update> {
  const reload = async (how: string) => {
    await leader.query(`ALTER SYSTEM ${how}`);
    await leader.query('SELECT pg_catalog.pg_reload_conf()');
  };
  await reload("SET synchronous_standby_names = 'nobody'");
  try {
    for (let attempt = 1; ; attempt += 1) {
      let hasWaited = false;
      let isAnswered = false;
      const answered = update().finally(() => {
        isAnswered = true;
      });
      answered.catch(() => undefined); // awaited below
      const waits = async () => {
        hasWaited ||= (await leader.value<number>(`SELECT count(*)::int ${waiters}`)) > 0;
        return hasWaited || isAnswered || new NotYet('no commit waits');
      };
      await waitUntil('a commit to wait', waits, { timeout: 20_000, signal });
      if (ended) await leader.query(`SELECT pg_catalog.pg_terminate_backend(pid) ${waiters}`);
      const answer = await answered;
      if (hasWaited || answer.outcome !== 'done' || attempt === attempts) return answer;
    }
  } finally {
    await reload('RESET synchronous_standby_names');
  }
}
