import { LabArgument } from '../sandbox/lab-argument.ts';

/** A node and the student's way to it. */
interface Addressed {
  name: string;
  url: string;
}

/** An argument of a call as the event log has it: no passwords, nodes by name, what crosses by reference by its kind. */
export function shown(arg: unknown, nodes: readonly Addressed[] = []): unknown {
  if (arg instanceof LabArgument) return arg.node ?? 'lab';
  if (arg instanceof AbortSignal) return 'a signal';
  if (typeof arg === 'function') return 'a function';
  const node = nodes.find(({ url }) => url === arg);
  if (node) return `${node.name}.url`;
  if (typeof arg === 'string') return arg.replace(/(:\/\/[^:@/]+):[^@/]+@/g, '$1@');
  if (Array.isArray(arg)) return arg.map((each) => shown(each, nodes));
  if (typeof arg !== 'object' || arg === null) return arg;
  return Object.fromEntries(Object.entries(arg).map(([name, value]) => [name, shown(value, nodes)]));
}
