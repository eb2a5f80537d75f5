/** Where pg-boss keeps its jobs. Both schemas carry the version of what is in them: two versions never meet. */
export const jobsSchema = 'lab_jobs_1';

/**
 * What machines tell each other besides the jobs. A grading that was handed out lies there until the coordinator has
 * what it came to in its journal; `attempt` keeps what an earlier try came to from being taken for a later one's. Texts may
 * hold what students have printed: `json` takes every character, `jsonb` does not.
 */
export const layout = `
  select pg_advisory_xact_lock(hashtext('lab_batch_1'));
  create schema if not exists lab_batch_1;
  create table if not exists lab_batch_1.batch (
    id uuid primary key,
    course json not null,
    began timestamptz not null default now(),
    seen timestamptz not null default now()
  );
  create table if not exists lab_batch_1.handed_out (
    batch uuid references lab_batch_1.batch on delete cascade,
    grading text,
    attempt int not null,
    assignment json not null,
    files bytea not null,
    digest text not null,
    primary key (batch, grading)
  );
  create table if not exists lab_batch_1.result (
    batch uuid,
    grading text,
    attempt int not null,
    outcome json not null,
    evidence bytea,
    digest text,
    primary key (batch, grading),
    foreign key (batch, grading) references lab_batch_1.handed_out on delete cascade
  );
`;
