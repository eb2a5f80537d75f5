/**
 * The values that cross between the harness and a student's process, as tagged JSON. Both sides share this code; the
 * tags are documented in harness/sandbox/PROTOCOL.md.
 */
export { decodeValue } from './decode-value.ts';
export { encodeValue } from './encode-value.ts';
export type { AnyFunction, Json } from './value-types.ts';
export { maxDepth, ValueError } from './value-types.ts';
