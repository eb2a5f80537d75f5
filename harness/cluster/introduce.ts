import { Client } from 'pg';
import type { ClusterNode } from './cluster-node.ts';
import { controlRole, type Identity, passwordSql, studentRole } from './identities.ts';

/** What a new leader is told before anybody else may use it. */
export interface Introduction {
  /** The control role's password until now. */
  templatePassword: string;
  /** Every role that the leader has, with the password that it gets. */
  identities: readonly Identity[];
  seed: readonly string[];
  /** Privileges of the student's role: SQL after GRANT and before TO. */
  grants: readonly string[];
  superuser: boolean;
}

/** The first words to a new leader: this cluster's passwords, the student's rights, the data. One transaction. */
export async function introduce(leader: ClusterNode, introduction: Introduction): Promise<void> {
  const { host, port } = leader.paths.control;
  const { templatePassword: password, identities, seed, superuser } = introduction;
  const client = new Client({ host, port, user: controlRole, password, database: 'postgres' });
  await client.connect();
  try {
    const grants = introduction.grants.map((grant) => `GRANT ${grant} TO ${studentRole}`);
    const power = superuser ? [`ALTER ROLE ${studentRole} SUPERUSER`] : [];
    await client.query([...passwordSql(identities), ...seed, ...grants, ...power].join(';\n'));
  } finally {
    await client.end();
  }
}
