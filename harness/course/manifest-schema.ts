import { z } from 'zod';
import { LabError } from '../core/errors.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { writtenCheck, writtenContradictions, writtenPart } from './written-schema.ts';

export const capability = z.enum([
  'psql',
  'pg_basebackup',
  'pg_rewind',
  'pg_ctl',
  'pause',
  'shared-disk',
  'shared-loopback',
]);
const operation = z.enum([
  'exec',
  'files',
  'start',
  'stop',
  'kill',
  'pause',
  'disconnect',
  'isolate',
  'blackhole',
  'delay',
  'naive',
  'managed',
]);
const topology = z.enum(['pair', 'standalone', 'independent', 'managed']);
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case words joined by -');
const sentence = z.string().min(10);
const milliseconds = z.int().min(100).max(600_000);

const look = z.strictObject({ run: z.string().min(3).optional(), see: sentence });

const check = z.strictObject({
  id,
  title: sentence,
  points: z.int().min(1).max(100),
  hint: z.union([sentence, z.tuple([sentence], sentence)]),
  explain: z.strictObject({ does: sentence, look: z.array(look).optional() }).optional(),
  lecture: z.string().regex(/^[0-9a-z-]+#[a-z0-9-]+$/, 'chapter#heading-id'),
  requires: z.array(id).optional(),
  written: writtenCheck.optional(),
  needs: z.array(capability).optional(),
  topology: topology.optional(),
  visibility: z.enum(['public', 'hidden']).optional(),
  deadline: milliseconds.optional(),
});

const exercise = z.strictObject({
  slug: z.string().regex(/^ex\d+-[a-z0-9-]+$/, 'exN-slug'),
  title: z.string().min(3),
  summary: sentence,
  topology,
  profile: z.enum(['student', 'superuser']).optional(),
  modules: z.record(
    z.string().regex(/^[\w./-]+\.ts$/),
    z.strictObject({ exports: z.record(z.string(), z.strictObject({ deadline: milliseconds })) }),
  ),
  files: z.array(z.string()).optional(),
  written: z.array(writtenPart).optional(),
  permits: z.array(operation),
  naive: z
    .string()
    .regex(/^[\w./-]+\.ts$/)
    .optional(),
  seed: z.array(z.string()),
  grants: z.array(z.string()),
  minPostgres: z.int().min(15).optional(),
  checks: z.array(check).min(1),
});

/** The manifest as a value of its type. Throws BAD_MANIFEST, which names every field that is wrong. */
export function parseManifest(value: unknown, file: string, slug: string): Exercise {
  const parsed = exercise.safeParse(value);
  const problems = parsed.success
    ? contradictions(parsed.data, slug)
    : parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the default export'}: ${issue.message}`);
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new LabError('BAD_MANIFEST', problems.join('; '), { where: file });
}

/** What no single field shows. */
function contradictions(exercise: Exercise, slug: string): string[] {
  const problems: string[] = [];
  if (exercise.slug !== slug) problems.push(`slug is ${exercise.slug}, its folder is ${slug}`);
  const total = exercise.checks.reduce((sum, { points }) => sum + points, 0);
  if (total !== 100) problems.push(`the points add up to ${total}, not 100`);
  if (exercise.permits.includes('naive') !== (exercise.naive !== undefined))
    problems.push('naive names the module of the naive clients that permits has, or neither is there');
  const ids = exercise.checks.map((check) => check.id);
  for (const [at, check] of exercise.checks.entries()) {
    if (ids.indexOf(check.id) !== at) problems.push(`two checks are called ${check.id}`);
    for (const before of check.requires ?? []) {
      if (!ids.slice(0, at).includes(before))
        problems.push(`${check.id} requires ${before}, which no earlier check is called`);
    }
  }
  return [...problems, ...writtenContradictions(exercise)];
}
