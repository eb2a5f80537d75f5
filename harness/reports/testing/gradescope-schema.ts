import { z } from 'zod';

/** Gradescope's specification of results.json, as far as we use it; no other member is allowed. */
export const gradescope = z.strictObject({
  score: z.number().min(0).optional(),
  execution_time: z.number().min(0),
  output: z.string().optional(),
  output_format: z.enum(['text', 'html', 'simple_format', 'md', 'ansi']),
  visibility: z.enum(['hidden', 'after_due_date', 'after_published', 'visible']),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      number: z.string(),
      score: z.number().min(0).optional(),
      max_score: z.number().min(0),
      status: z.enum(['passed', 'failed']).optional(),
      output: z.string(),
      output_format: z.literal('text'),
      tags: z.array(z.string()),
      extra_data: z.record(z.string(), z.unknown()),
    }),
  ),
  extra_data: z.record(z.string(), z.unknown()),
});
