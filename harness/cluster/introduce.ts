import { randomPassword } from '../engines/scram.ts';
import type { ClusterNode } from './cluster-node.ts';
import { controlRole, type Identity, passwordSql, studentRole } from './identities.ts';

/** What a new leader is told before anybody else may use it. */
export interface Introduction {
  /** Every role that the leader has, with the password that it gets. */
  identities: readonly Identity[];
  seed: readonly string[];
  /** Privileges of the student's role: SQL after GRANT and before TO. */
  grants: readonly string[];
  superuser: boolean;
}

/**
 * The first words to a new leader: this cluster's passwords, the student's rights, the data. One transaction. The control
 * role has the template's password until here, and a new one from here on; a session that is open stays so.
 */
export async function introduce(leader: ClusterNode, introduction: Introduction): Promise<void> {
  const { identities, seed, superuser } = introduction;
  const password = randomPassword();
  const control = identities.find(({ role }) => role === controlRole);
  const grants = introduction.grants.map((grant) => `GRANT ${grant} TO ${studentRole}`);
  const power = superuser ? [`ALTER ROLE ${studentRole} SUPERUSER`] : [];
  const passwords = passwordSql(identities.map((each) => (each === control ? { ...each, password } : each)));
  // The control path has an empty search_path; what a manifest seeds goes where its names say, else to public.
  const words = ['BEGIN', 'SET LOCAL search_path = public', ...passwords, ...seed, ...grants, ...power, 'COMMIT'];
  await leader.query(words.join(';\n'));
  if (control) control.password = password;
}
