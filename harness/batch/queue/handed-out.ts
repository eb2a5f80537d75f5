import type { Assignment, GradingJob, Outcome } from './assignment.ts';
import { queuesOf } from './assignment.ts';
import type { CourseFacts } from './course-facts.ts';
import type { Parcel } from './parcel.ts';
import type { Queue, Session } from './queue.ts';
import type { Received } from './receive.ts';

/** Seconds that a grading may take, however alive its worker is. */
const longest = 3600;
/** Days after which a batch that nobody has come back to is forgotten. */
const forgotten = 30;

/** What a coordinator does with the tables of the queue. Each method can be done again when it is not known whether it was. */
export class HandedOut {
  readonly #queue: Queue;
  readonly #batch: string;
  readonly #lostAfter: number;

  /** `lostAfter`: seconds. */
  constructor(queue: Queue, batch: string, lostAfter: number) {
    this.#queue = queue;
    this.#batch = batch;
    this.#lostAfter = lostAfter;
  }

  /** Makes the batch known. Whatever an earlier session has handed out besides these gradings is taken back. */
  async begin(course: CourseFacts, gradings: readonly string[]): Promise<void> {
    const { jobs } = this.#queue;
    const names = queuesOf(this.#batch);
    await this.#forgetOld();
    await jobs.createQueue(names.lost, { retryLimit: 0 });
    // A worker is lost now and then; a submission that loses two of them is suspicious.
    await jobs.createQueue(names.jobs, { policy: 'exclusive', retryLimit: 1, deadLetter: names.lost });
    await this.#queue.together(async ({ executeSql }) => {
      await executeSql(
        `insert into lab_batch_1.batch (id, course) values ($1, $2)
         on conflict (id) do update set course = excluded.course, seen = now()`,
        [this.#batch, JSON.stringify(course)],
      );
      await executeSql('delete from lab_batch_1.handed_out where batch = $1 and grading <> all($2)', [
        this.#batch,
        gradings,
      ]);
    });
  }

  /** Hands a grading out, unless it is already. An earlier try at it, and what that came to, is gone. */
  async add(job: GradingJob, assignment: Assignment, { bytes, digest }: Parcel): Promise<void> {
    await this.#queue.together(async (session) => {
      const { attempt, grading } = job;
      const key = [this.#batch, grading, attempt];
      await session.executeSql(
        'delete from lab_batch_1.handed_out where batch = $1 and grading = $2 and attempt <> $3',
        key,
      );
      await session.executeSql(
        `insert into lab_batch_1.handed_out (batch, grading, attempt, assignment, files, digest)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [...key, JSON.stringify(assignment), bytes, digest],
      );
      // One that waits or is graded already is not added twice.
      await putJob(this.#queue, this.#batch, job, this.#lostAfter, session);
    });
  }

  /** Says that the coordinator lives, and that what these tries came to need not be kept any more. */
  async seen(kept: readonly GradingJob[]): Promise<void> {
    await this.#queue.executeSql('update lab_batch_1.batch set seen = now() where id = $1', [this.#batch]);
    if (kept.length === 0) return;
    await this.#queue.executeSql(
      `delete from lab_batch_1.handed_out using unnest($2::text[], $3::int[]) as kept (grading, attempt)
       where batch = $1 and handed_out.grading = kept.grading and handed_out.attempt = kept.attempt`,
      [this.#batch, ...columnsOf(kept)],
    );
  }

  /** Which of these have come to something. */
  async finished(waiting: readonly GradingJob[]): Promise<GradingJob[]> {
    if (waiting.length === 0) return [];
    const { rows } = await this.#queue.executeSql(
      `select grading, attempt from lab_batch_1.result
       join unnest($2::text[], $3::int[]) as waiting (grading, attempt) using (grading, attempt) where batch = $1`,
      [this.#batch, ...columnsOf(waiting)],
    );
    return rows as GradingJob[];
  }

  async read({ attempt, grading }: GradingJob): Promise<Received | undefined> {
    const { rows } = await this.#queue.executeSql(
      'select outcome, evidence as bytes, digest from lab_batch_1.result where batch = $1 and grading = $2 and attempt = $3',
      [this.#batch, grading, attempt],
    );
    const [row] = rows as { outcome: Outcome; bytes: Buffer | null; digest: string | null }[];
    if (!row) return undefined;
    const { bytes, digest, outcome } = row;
    return { outcome, parcel: bytes && digest ? { bytes, digest } : undefined };
  }

  /** Those that have lost too many workers, in this attempt or an earlier one. */
  async lost(): Promise<GradingJob[]> {
    const found = await this.#queue.jobs.findJobs<GradingJob>(queuesOf(this.#batch).lost);
    return found.map(({ data }) => data);
  }

  /** Nothing is left of the batch: what workers still grade is given to nobody. */
  async end(): Promise<void> {
    await remove(this.#queue, this.#batch);
  }

  async #forgetOld(): Promise<void> {
    const { rows } = await this.#queue.executeSql(
      'select id from lab_batch_1.batch where seen < now() - make_interval(days => $1)',
      [forgotten],
    );
    for (const { id } of rows as { id: string }[]) await remove(this.#queue, id);
  }
}

/** Puts a job into the queue of its batch, where it is not there yet. */
export async function putJob(
  { jobs }: Queue,
  batch: string,
  job: GradingJob,
  lostAfter: number,
  session: Session,
): Promise<void> {
  const options = { heartbeatSeconds: lostAfter, expireInSeconds: longest };
  const singletonKey = `${job.grading}.${job.attempt}`;
  await jobs.insert(queuesOf(batch).jobs, [{ data: { ...job }, singletonKey, ...options }], { db: session });
}

function columnsOf(jobs: readonly GradingJob[]): [string[], number[]] {
  return [jobs.map(({ grading }) => grading), jobs.map(({ attempt }) => attempt)];
}

async function remove(queue: Queue, batch: string): Promise<void> {
  const names = queuesOf(batch);
  await queue.executeSql('delete from lab_batch_1.batch where id = $1', [batch]);
  for (const name of [names.jobs, names.lost]) {
    if (await queue.jobs.getQueue(name)) await queue.jobs.deleteQueue(name);
  }
}
