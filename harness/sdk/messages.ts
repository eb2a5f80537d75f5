import type { Json } from './value-types.ts';

/** The version that the first line from the harness names. */
export const protocolVersion = 1;

/** JSON-RPC 2.0, one message a line. A student's lines also carry the process's nonce. */
export type Message = Request | Notification | Reply;

export interface Request {
  jsonrpc: '2.0';
  /** Counts up from 1, separately in each direction. */
  id: number;
  method: string;
  params: Record<string, Json>;
}

export interface Notification {
  jsonrpc: '2.0';
  method: string;
  params: Record<string, Json>;
}

export type Reply = { jsonrpc: '2.0'; id: number; result: Json } | { jsonrpc: '2.0'; id: number; error: ReplyError };

export interface ReplyError {
  code: number;
  message: string;
  /** An encoded value: what was thrown, or the lab's error code. */
  data?: Json;
}

/** Why a request failed. */
export const replyCodes = {
  /** The function threw; `data` is what it threw. */
  threw: 1,
  /** It returned something that cannot cross. */
  unencodable: 2,
  /** No such export, handle, method or callback. */
  unknown: 3,
  /** The lab refused the operation or could not perform it; `data` is its code. */
  operation: 4,
} as const;
