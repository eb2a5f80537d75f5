import type { Assignment, GradingJob, Outcome } from './assignment.ts';
import { queuesOf } from './assignment.ts';
import { type CourseFacts, difference } from './course-facts.ts';
import { putJob } from './handed-out.ts';
import type { Parcel } from './parcel.ts';
import type { Queue, Session } from './queue.ts';

/** Minutes after the last sign of life of a coordinator in which its batch is there, and not one of last year. */
const alive = 5;

/** One job that a worker has taken. */
export interface TakenJob extends GradingJob {
  /** Of pg-boss. */
  id: string;
  batch: string;
  /** Seconds without a sign of life after which it is given to another worker. */
  lostAfter: number;
  assignment: Assignment;
  /** The submission. */
  parcel: Parcel;
}

/** What a worker does with the tables of the queue. Each method can be done again when it is not known whether it was. */
export class JobSource {
  readonly #queue: Queue;
  readonly #course: CourseFacts;

  constructor(queue: Queue, course: CourseFacts) {
    this.#queue = queue;
    this.#course = course;
  }

  /** Batches that this copy of the course can grade; and where there is none, why it cannot grade one that is there. */
  async batches(): Promise<{ fitting: string[]; refused?: string }> {
    const { rows } = await this.#queue.executeSql(
      `select id, course, seen > now() - make_interval(mins => $1) as alive from lab_batch_1.batch order by began`,
      [alive],
    );
    const fitting: string[] = [];
    let refused: string | undefined;
    for (const batch of rows as { id: string; course: CourseFacts; alive: boolean }[]) {
      const differs = difference(this.#course, batch.course);
      if (differs === undefined) fitting.push(batch.id);
      else if (batch.alive) refused ??= differs;
    }
    return fitting.length > 0 ? { fitting } : { fitting, refused };
  }

  /** The next job of these batches. One of a submission that was replaced, or that is graded already, is passed over. */
  async take(batches: readonly string[]): Promise<TakenJob | undefined> {
    for (const batch of batches) {
      const queue = queuesOf(batch).jobs;
      for (;;) {
        const next = await this.#queue.together(async (session) => {
          const [job] = await this.#queue.jobs.fetch<GradingJob>(queue, { db: session });
          if (!job) return 'none';
          const { attempt, grading } = job.data;
          const taken = { id: job.id, batch, attempt, grading, lostAfter: job.heartbeatSeconds ?? 60 };
          const work = await read(taken, session);
          if (work) return { ...taken, ...work };
          await this.#queue.jobs.complete(queue, job.id, null, { db: session });
          return 'moot';
        });
        if (next === 'none') break;
        if (next !== 'moot') return next;
      }
    }
    return undefined;
  }

  /** A sign of life. */
  async touch({ batch, id }: TakenJob): Promise<void> {
    await this.#queue.jobs.touch(queuesOf(batch).jobs, id);
  }

  /** Says what it has come to. Where another worker was first, or nobody asks any more, that one counts. */
  async deliver({ attempt, batch, grading, id }: TakenJob, outcome: Outcome, parcel?: Parcel): Promise<void> {
    await this.#queue.together(async (session) => {
      await session.executeSql(
        `insert into lab_batch_1.result (batch, grading, attempt, outcome, evidence, digest)
         select batch, grading, attempt, $4, $5, $6 from lab_batch_1.handed_out
         where batch = $1 and grading = $2 and attempt = $3 on conflict do nothing`,
        [batch, grading, attempt, JSON.stringify(outcome), parcel?.bytes, parcel?.digest],
      );
      await this.#queue.jobs.complete(queuesOf(batch).jobs, id, null, { db: session });
    });
  }

  /** Gives it back as if it had never been taken, where somebody still asks for it. */
  async handBack(taken: TakenJob): Promise<void> {
    const { attempt, batch, grading, id, lostAfter } = taken;
    await this.#queue.together(async (session) => {
      await this.#queue.jobs.deleteJob(queuesOf(batch).jobs, id, { db: session });
      const { rows } = await session.executeSql('select from lab_batch_1.batch where id = $1 for share', [batch]);
      if (rows.length > 0) await putJob(this.#queue, batch, { grading, attempt }, lostAfter, session);
    });
  }
}

async function read({ attempt, batch, grading }: GradingJob & { batch: string }, session: Session) {
  const { rows } = await session.executeSql(
    `select assignment, files as bytes, digest from lab_batch_1.handed_out
     where batch = $1 and grading = $2 and attempt = $3
       and not exists (select from lab_batch_1.result where batch = $1 and grading = $2 and attempt = $3)`,
    [batch, grading, attempt],
  );
  const [row] = rows as (Parcel & { assignment: Assignment })[];
  return row && { assignment: row.assignment, parcel: { bytes: row.bytes, digest: row.digest } };
}
