import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { GradeRequest } from './grade-submission.ts';
import type { WorkerOptions } from './grader-worker.ts';
import type { WorkerSetup } from './worker-input.ts';

/** Checks mostly wait: for servers, for a student's patience. Two share two cores well. */
const defaultWidth = availableParallelism() > 1 ? 2 : 1;

/** How a worker for such a request is started; it needs to know nothing of the submission. */
export function workerFor(request: WorkerRequest): WorkerOptions {
  const {
    broker,
    clusters = 1,
    confinement,
    exercise,
    lasted,
    nodePath,
    only,
    paths,
    root,
    starting,
    users,
    width = defaultWidth,
  } = request;
  const { module, options } = request.engine;
  const setup = {
    run: broker.handle,
    exercise,
    naive: exercise.naive && join(paths.starter, exercise.naive),
    users,
    nodePath,
    engine: { module, options },
    confinement,
    clusters,
    settled: {},
    lasted,
    starting,
    only: only && [...only.asked, ...only.required],
  };
  return { root, grader: join(paths.grader, 'grader.test.ts'), setup, width };
}

type WorkerRequest = Pick<
  GradeRequest,
  'root' | 'exercise' | 'paths' | 'broker' | 'users' | 'nodePath' | 'engine' | 'confinement' | 'only' | 'width'
> &
  Pick<WorkerSetup, 'lasted' | 'starting'> & {
    /** Clusters to have on hand before there is anything to grade. Default 1. */
    clusters?: number;
  };
