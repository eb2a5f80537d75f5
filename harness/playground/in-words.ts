import { describeError } from '../core/errors.ts';
import { formatServerMessage, type ServerMessage } from './psql-format.ts';

/** What was thrown, for somebody at a prompt: an error of a server as psql prints it, one of ours with its causes. */
export function inWords(error: unknown): string {
  const { severity, code, message } = error as ServerMessage;
  if (severity !== undefined && code !== undefined && message !== undefined)
    return formatServerMessage(error as ServerMessage);
  // Where it was found is a node, and stands in the words already.
  const [first = '', ...causes] = describeError(error).map((line) => line.replace(/ \(\w+\)$/, ''));
  return [first, ...causes.filter((line) => !first.includes(line.replace(/^because: /, '')))].join('\n');
}
