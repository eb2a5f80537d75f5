import type { TemplateRecipe } from '../engines/engine.ts';
import { controlRole, replicationRole, studentRole } from './identities.ts';

/** The schema of the harness's own rows. Students have no rights in it. */
export const labSchema = 'lab_control';

/**
 * The access rules at the start of a check, the same bytes on every engine. `all` as a database does not match a
 * replication connection, so whoever wants to replicate needs a line of their own.
 */
function accessRules(options: { replication: boolean }): string {
  return [
    '# TYPE  DATABASE     USER         ADDRESS  METHOD',
    '# The course reads the state of the node by this line; it is put back before each check.',
    `host    all          ${controlRole}  all      scram-sha-256`,
    ...(options.replication ? [`host    replication  ${replicationRole}     all      scram-sha-256`] : []),
    'host    all          all          all      scram-sha-256',
    '',
  ].join('\n');
}

/** What the data directory of a prepared pair holds before a check begins. */
export const pairRecipe: TemplateRecipe = {
  superuser: controlRole,
  settings: {
    wal_level: 'replica',
    // So that a follower that was away for the length of a check can come back.
    wal_keep_size: '64MB',
    wal_log_hints: 'on',
    hot_standby: 'on',
  },
  files: { 'pg_hba.conf': accessRules({ replication: true }) },
  slim: true,
  sql: [
    `CREATE ROLE ${replicationRole} LOGIN REPLICATION`,
    `CREATE ROLE ${studentRole} LOGIN CONNECTION LIMIT 40`,
    `GRANT pg_monitor TO ${studentRole}`,
    `CREATE SCHEMA ${labSchema}`,
    `CREATE TABLE ${labSchema}.probe (id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp())`,
  ],
};
