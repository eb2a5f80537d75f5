import { nestsTooDeeply } from '../sdk/lines.ts';
import type { Notification, Reply, Request } from '../sdk/messages.ts';
import { paramProblem, studentMethod } from './protocol.ts';

/** A student's process broke the protocol. The message quotes the line and says what is wrong with it. */
export class Violation extends Error {
  constructor(problem: string, line: string) {
    super(
      `the submission wrote a line on the channel that ${problem}:\n\n  ${quoted(line)}\n\n` +
        'Only the lab may write to file descriptors 3 and 4. Was this meant to be printed? Then use console.log. ' +
        'The channel is described in harness/sandbox/PROTOCOL.md.',
    );
    this.name = 'Violation';
  }
}

/** Reads one line of a student's process, which must carry its nonce. Throws a Violation. */
export function readStudentLine(line: string, nonce: string): Request | Notification | Reply {
  const refuse = (problem: string) => new Violation(problem, line.replaceAll(nonce, '…'));
  if (nestsTooDeeply(line)) throw refuse('nests too deeply');
  const message = parse(line);
  if (!message) throw refuse('is not a JSON object');
  if (message.nonce !== nonce) throw refuse('does not carry the nonce of this process');
  const { id, method, params } = message;
  if (id !== undefined && !(Number.isSafeInteger(id) && (id as number) > 0)) throw refuse('has an id that is no id');
  if (method === undefined) {
    if (!isReply(message)) throw refuse('is neither a request nor a reply');
    return message;
  }
  const spec = studentMethod(method, id === undefined ? 'notification' : 'request');
  if (!spec) throw refuse('names a method that a submission cannot call');
  const problem = paramProblem(spec, params);
  if (problem) throw refuse(`has wrong parameters (${problem})`);
  return message as unknown as Request | Notification;
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isReply(message: object): message is Reply {
  if (!('id' in message) || message.id === undefined) return false;
  if ('result' in message) return !('error' in message);
  const error = 'error' in message ? message.error : undefined;
  if (typeof error !== 'object' || error === null) return false;
  return 'code' in error && Number.isInteger(error.code) && 'message' in error && typeof error.message === 'string';
}

/** Characters of a line that a message quotes. */
const quoteLimit = 200;

function quoted(line: string): string {
  const shown = line.slice(0, quoteLimit).replaceAll(/\p{Cc}/gu, '?');
  return line.length > quoteLimit ? `${shown}… (${line.length} characters)` : shown;
}
