import type { Parameter } from './types.ts';

/** The parameters in question, each with a value that it takes. */
export const values: Record<Parameter, string> = {
  work_mem: '8MB',
  log_min_duration_statement: '1s',
  max_standby_streaming_delay: '10s',
  wal_keep_size: '128MB',
};

/** One answer for each parameter, one after the other. */
export async function forEach(
  attempt: (name: Parameter, value: string) => Promise<boolean>,
): Promise<Record<Parameter, boolean>> {
  const found: Partial<Record<Parameter, boolean>> = {};
  for (const [name, value] of Object.entries(values) as [Parameter, string][]) found[name] = await attempt(name, value);
  return found as Record<Parameter, boolean>;
}
