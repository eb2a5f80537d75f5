import type { CheckContext } from '#harness/grading';
import { type Attempt, type Login, tryLogin, type Way } from './log-in.ts';

/** One login that had to be refused. */
export interface Knock extends Attempt {
  /** Who knocked, in the words of a failure. */
  who: string;
}

const ways: Way[] = ['follower', 'client'];

/**
 * Knocks at the leader's door: as the follower's role without its password, and as roles that have no business with
 * replication, with theirs.
 */
export async function knockEverywhere(context: CheckContext, role: string): Promise<Knock[]> {
  const { leader } = context.cluster;
  const knocks: Knock[] = [];
  const knock = async (who: string, login: Login, replication: boolean) => {
    for (const way of ways) {
      if (knocks.at(-1)?.outcome === 'unclear') return; // the next one would wait as long for as little
      const from = way === 'follower' ? 'the follower’s machine' : 'a client’s machine';
      const purpose = replication ? 'for replication' : 'for queries';
      knocks.push({
        who: `${who}, ${purpose}, from ${from}`,
        ...(await tryLogin(context, login, { way, replication })),
      });
    }
  };
  const { random } = context;
  const wrong = { role, password: random.word(24) };
  await knock(`${role} with a wrong password`, wrong, true);
  await knock(`${role} with a wrong password`, wrong, false);

  // A name that no rule can leave out: access rules may be regular expressions.
  const stranger = { role: random.word(12), password: random.word(24) };
  await leader.query("SET password_encryption = 'scram-sha-256'");
  await leader.query(`CREATE ROLE ${stranger.role} LOGIN REPLICATION PASSWORD '${stranger.password}'`);
  await knock('another role with REPLICATION and its right password', stranger, true);
  await leader.query(`DROP ROLE ${stranger.role}`);

  const { student } = context.cluster.identities;
  if (role !== student.role) await knock('your own role student with its right password', student, true);
  return knocks;
}
