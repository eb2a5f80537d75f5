import { maxLineBytes, maxTotalBytes } from '../sdk/lines.ts';
import { protocolVersion, replyCodes } from '../sdk/messages.ts';
import { maxDepth } from '../sdk/values.ts';
import { type MethodSpec, type ParamType, protocol } from './protocol.ts';

/** The command that writes the page anew. */
export const rewriteCommand = 'node harness/sandbox/write-protocol-page.ts';

/** PROTOCOL.md, from the tables that the code uses. Lists, not tables: their cells would be wider than a screen. */
export function protocolPage(): string {
  return `# The channel between the harness and a submission

Written by \`${rewriteCommand}\` from \`harness/sandbox/protocol.ts\`: edit that.

A submission runs in a process of its own and talks JSON-RPC 2.0 with the harness, one message a line: file descriptor
3 brings what the harness says, file descriptor 4 takes what the submission says. Whatever it prints is only a log. The
submission's end is \`harness/sdk/host.ts\`; one in another language has to do what this page says.

## Lines

- The first line on descriptor 3 is the notification \`hello\`, version ${protocolVersion}. Each line on descriptor 4
  carries its nonce: \`{"nonce":"…","jsonrpc":"2.0",…}\`.
- A line holds at most ${maxLineBytes} bytes, all lines of one direction at most ${maxTotalBytes}.
- Request ids are whole numbers that count up from 1, separately in each direction.
- A line that is no such message, that carries another nonce, names an unknown method, uses an id again or answers a
  request that is not open ends the process: the fault is a \`violation\`.

## The harness says

${methods(['harness', 'both'])}

## The submission says

${methods(['student', 'both'])}

## Errors

${errors()}

## Values

Strings, booleans, \`null\`, finite numbers, lists and plain objects are themselves. Everything else is an object with
one key, its tag. A key \`__proto__\`, a symbol, a promise, a cycle and what is more than ${maxDepth} levels deep cannot
cross.

${values.map(([tag, content, meaning]) => `- \`${tag}\`: ${content}. ${meaning}.`).join('\n')}
`;
}

function methods(from: MethodSpec['from'][]): string {
  const all = Object.entries(protocol).filter(([, spec]) => from.includes(spec.from));
  return all.map(([name, spec]) => `- \`${name}\`: ${spec.doc}${paramsText(spec)}${replyText(spec)}`).join('\n');
}

function paramsText({ params }: MethodSpec): string {
  const all = Object.entries(params).map(([name, type]) => `\`${name}\` (${typeTexts[type] ?? type})`);
  return all.length > 0 ? ` Params: ${all.join(', ')}.` : '';
}

const typeTexts: Partial<Record<ParamType, string>> = {
  id: 'whole number above 0',
  mode: '`"smart"`, `"fast"` or `"immediate"`',
  boolean: 'true or false',
  texts: 'object whose values are strings',
  'string[]': 'list of strings',
  'value[]': 'list of values',
};

function replyText({ kind, result, errors }: MethodSpec): string {
  if (kind === 'notification') return ' No reply.';
  const failures = errors.map((name) => `\`${name}\``).join(', ');
  return ` Reply: ${result}${failures ? `; fails with ${failures}` : ''}.`;
}

function errors(): string {
  const meaning: Record<keyof typeof replyCodes, string> = {
    threw: 'the function threw; `data` is the value that it threw',
    unencodable: 'it returned something that cannot cross; `message` names the path',
    unknown: 'there is no such export, object, method or function',
    operation: 'the lab refused or could not do it; `data` is its code, such as `"REFUSED"`',
  };
  const names = Object.keys(meaning) as (keyof typeof replyCodes)[];
  return names.map((name) => `- ${replyCodes[name]} \`${name}\`: ${meaning[name]}.`).join('\n');
}

const values = [
  ['$undefined', '`true`', 'Undefined'],
  ['$number', '`"NaN"`, `"Infinity"`, `"-Infinity"` or `"-0"`', 'That number'],
  ['$bigint', 'decimal digits', 'A bigint'],
  ['$date', 'ISO 8601 text, or `null`', 'A Date; an invalid one'],
  ['$bytes', 'base64', 'Bytes'],
  ['$set', 'list of values', 'A Set'],
  ['$map', 'list of `[key, value]`', 'A Map'],
  ['$error', '`{ name, message, code?, stack? }`', 'An Error'],
  ['$object', 'object', 'A plain object in which a key begins with `$`'],
  [
    '$callback',
    '`{ id, throwsAt? }`',
    "A function of the sender's, which `callback` calls; with `throwsAt` it returns at once, and its call of that number throws",
  ],
  [
    '$handle',
    '`{ id, methods, fields }`',
    "An object of the submission's with methods, which `handle.call` calls; `fields` is its plain data",
  ],
  ['$abort', '`{ id, aborted }`', "A signal of the harness's; `abort` says that it has fired"],
  [
    '$lab',
    '`{ leader, follower, nodes: [{ name, url, dataDirectory, addresses: { peer: { host, port } } }] }`',
    'The Lab; its content is plain JSON',
  ],
  ['$node', '`{ lab, name }`', 'A node of the Lab that `lab` describes as `$lab` does'],
];
