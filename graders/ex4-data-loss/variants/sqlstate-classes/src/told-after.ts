import type { Told } from './types.ts';

export function toldAfter(error: unknown): Told {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // 22: data exception, 23: constraint, 25: read-only, 42: wrong statement or no right to it.
  return /^(22|23|25|42)...$/.test(code) ? 'rejected' : 'unknown';
}
