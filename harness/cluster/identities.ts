import { randomPassword, scramVerifier } from '../engines/scram.ts';

/** The roles of a cluster that others than the harness may be told of. Passwords are new for each cluster. */
export interface OpenIdentities {
  /** Replicates between the nodes of a prepared pair; a server that stands alone has no such role. */
  replication: Identity;
  /** The student's. */
  student: Identity;
}

/** The roles that a node knows. */
export interface Identities extends OpenIdentities {
  /** Superuser of the control path, never shown to student code. It gets a new password when its node is introduced. */
  control: Identity;
}

export interface Identity {
  role: string;
  password: string;
}

export const controlRole = 'lab_control';
export const replicationRole = 'lab_repl';
export const studentRole = 'student';

export function newIdentities(): OpenIdentities {
  return { replication: newIdentity(replicationRole), student: newIdentity(studentRole) };
}

/** A role with a new password, of which no server knows yet. */
export function newIdentity(role: string): Identity {
  return { role, password: randomPassword() };
}

/** `password`: the one that the control role has in the template. */
export function controlIdentity(password: string): Identity {
  return { role: controlRole, password };
}

/** Gives every role its password, as verifiers: no password stands in a server's log or memory of statements. */
export function passwordSql(identities: readonly Identity[]): string[] {
  return identities.map(({ role, password }) => `ALTER ROLE ${role} PASSWORD '${scramVerifier(password)}'`);
}

export function connectionUrl(identity: Identity, address: { host: string; port: number }): string {
  return `postgres://${identity.role}:${identity.password}@${address.host}:${address.port}/postgres`;
}
