import type { BatchExercise } from '../plan.ts';

/** Of a copy of the course: all that grades depend on and that two machines may differ in. */
export interface CourseFacts {
  engine: string;
  postgres: string;
  /** `graderVersion` of each exercise. */
  exercises: Record<string, string>;
}

export function courseFacts(
  exercises: readonly BatchExercise[],
  { name, postgres }: { name: string; postgres: string },
): CourseFacts {
  const versions = exercises.map(({ manifest, version }) => [manifest.slug, version] as const);
  return { engine: name, postgres, exercises: Object.fromEntries(versions) };
}

/** In what a worker's copy differs from that which a batch asks for; undefined: in nothing that has a say in its grades. */
export function difference(worker: CourseFacts, batch: CourseFacts): string | undefined {
  if (worker.engine !== batch.engine) return `the engine is ${worker.engine} here, and ${batch.engine} there`;
  if (worker.postgres !== batch.postgres) return `PostgreSQL is ${worker.postgres} here, and ${batch.postgres} there`;
  for (const [slug, there] of Object.entries(batch.exercises)) {
    const here = worker.exercises[slug];
    if (here === undefined) return `${slug} is not here`;
    if (here !== there)
      return `the grader of ${slug} or the harness is another (${here.slice(0, 8)} here, ${there.slice(0, 8)} there)`;
  }
  return undefined;
}
