import type { TemplateRecipe } from '../engines/engine.ts';
import { controlRole, replicationRole, studentRole } from './identities.ts';

/** The schema of the harness's own rows. Students have no rights in it. */
export const labSchema = 'lab_control';

/** How every pg_hba.conf begins. */
const controlRule = [
  '# The course reads the state of the node by this line, and puts it back when it is gone.',
  `host    all          ${controlRole}  all      scram-sha-256`,
];

/** A pg_hba.conf with the control path's rule before all others, which then mean what they meant. */
export function withControlRule(rules: string): string {
  const others = rules.split('\n').filter((line) => !controlRule.includes(line));
  return [...controlRule, ...others].join('\n');
}

/**
 * The access rules at the start of a check, the same bytes on every engine. `all` as a database does not match a
 * replication connection, so whoever wants to replicate needs a line of their own.
 */
function accessRules(options: { replication: boolean }): string {
  return withControlRule(
    [
      '# TYPE  DATABASE     USER         ADDRESS  METHOD',
      ...(options.replication ? [`host    replication  ${replicationRole}     all      scram-sha-256`] : []),
      'host    all          all          all      scram-sha-256',
      '',
    ].join('\n'),
  );
}

/** What a leader has in every topology: the student's role, and the harness's own schema. */
const commonSql = [
  `CREATE ROLE ${studentRole} LOGIN CONNECTION LIMIT 40`,
  `GRANT pg_monitor TO ${studentRole}`,
  `CREATE SCHEMA ${labSchema}`,
  `CREATE TABLE ${labSchema}.probe (id text PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp())`,
];

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
  sql: [`CREATE ROLE ${replicationRole} LOGIN REPLICATION`, ...commonSql],
};

/** An instance of the managed service, before it is introduced: prepared for copies, and no relative of the pair. */
export const serviceRecipe: TemplateRecipe = { ...pairRecipe, origin: 1 };

/** A leader as initdb leaves it: every setting has its default, and nobody may replicate. */
export const standaloneRecipe: TemplateRecipe = {
  superuser: controlRole,
  settings: {},
  files: { 'pg_hba.conf': accessRules({ replication: false }) },
  sql: commonSql,
};
