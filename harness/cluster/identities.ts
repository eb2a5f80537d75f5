import { randomPassword, scramVerifier } from '../engines/scram.ts';

/** The roles of a cluster. Passwords are new for each cluster; the control role gets its own when the leader is introduced. */
export interface Identities {
  /** Superuser of the control path; never shown to student code. */
  control: Identity;
  /** Replicates between the nodes of a prepared pair; a leader that stands alone has no such role. */
  replication: Identity;
  /** The student's. */
  student: Identity;
}

export interface Identity {
  role: string;
  password: string;
}

export const controlRole = 'lab_control';
export const replicationRole = 'lab_repl';
export const studentRole = 'student';

/** `controlPassword`: the one that the control role has in the template, until the leader is introduced. */
export function newIdentities(controlPassword: string): Identities {
  const identity = (role: string) => ({ role, password: randomPassword() });
  return {
    control: { role: controlRole, password: controlPassword },
    replication: identity(replicationRole),
    student: identity(studentRole),
  };
}

/** Gives every role its password, as verifiers: no password stands in a server's log or memory of statements. */
export function passwordSql(identities: readonly Identity[]): string[] {
  return identities.map(({ role, password }) => `ALTER ROLE ${role} PASSWORD '${scramVerifier(password)}'`);
}

export function connectionUrl(identity: Identity, address: { host: string; port: number }): string {
  return `postgres://${identity.role}:${identity.password}@${address.host}:${address.port}/postgres`;
}
