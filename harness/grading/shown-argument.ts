import { LabArgument } from '../sandbox/lab-argument.ts';

/** An argument of a call as the event log has it: no passwords, and what crosses by reference by its kind. */
export function shown(arg: unknown): unknown {
  if (arg instanceof LabArgument) return 'lab';
  if (arg instanceof AbortSignal) return 'a signal';
  if (typeof arg === 'function') return 'a function';
  if (typeof arg === 'string') return arg.replace(/(:\/\/[^:@/]+):[^@/]+@/g, '$1@');
  if (Array.isArray(arg)) return arg.map(shown);
  if (typeof arg !== 'object' || arg === null) return arg;
  return Object.fromEntries(Object.entries(arg).map(([name, value]) => [name, shown(value)]));
}
