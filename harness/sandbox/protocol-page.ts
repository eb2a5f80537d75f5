import { maxLineBytes, maxTotalBytes } from '../sdk/lines.ts';
import { protocolVersion, replyCodes } from '../sdk/messages.ts';
import { maxDepth } from '../sdk/values.ts';
import { type MethodSpec, type ParamType, protocol } from './protocol.ts';

/** PROTOCOL.md, from the tables that the code uses. */
export function protocolPage(): string {
  return `${[intro, linesSection(), methodsSection(), errorsSection(), valuesSection].join('\n\n')}\n`;
}

/** The command that writes the page anew. */
export const rewriteCommand = 'node harness/sandbox/write-protocol-page.ts';

const intro = `# The channel between the harness and a submission

Written by \`${rewriteCommand}\` from \`harness/sandbox/protocol.ts\`; edit that.

A submission runs in a process of its own and talks JSON-RPC 2.0 with the harness, one message a line: file descriptor
3 brings what the harness says, file descriptor 4 takes what the submission says. Whatever it prints is only a log. The
submission's end is \`harness/sdk/host.ts\`; one in another language has to do what this page says.`;

function linesSection(): string {
  return `## Lines

* The first line on descriptor 3 is the notification \`hello\` (version ${protocolVersion}). Each line on descriptor 4
  carries its nonce: \`{"nonce":"…","jsonrpc":"2.0",…}\`.
* A line holds at most ${maxLineBytes} bytes, all lines of one direction at most ${maxTotalBytes}; a value is at most
  ${maxDepth} levels deep.
* Request ids are whole numbers that count up from 1, separately in each direction.
* A line that is no such message, that carries another nonce, names an unknown method, uses an id again or answers a
  request that is not open ends the process: the fault is a \`violation\`.`;
}

function methodsSection(): string {
  const rows = (from: MethodSpec['from'][]) =>
    Object.entries(protocol)
      .filter(([, spec]) => from.includes(spec.from))
      .map(([name, spec]) => `| \`${name}\` | ${paramsText(spec)} | ${replyText(spec)} | ${spec.doc} |`)
      .join('\n');
  const head = '| method | params | reply | |\n|---|---|---|---|';
  return `## The harness says\n\n${head}\n${rows(['harness', 'both'])}

## The submission says\n\n${head}\n${rows(['student', 'both'])}`;
}

function paramsText({ params }: MethodSpec): string {
  const all = Object.entries(params).map(([name, type]) => `\`${name}\`: ${typeTexts[type] ?? type}`);
  return all.join(', ') || 'none';
}

const typeTexts: Partial<Record<ParamType, string>> = {
  id: 'whole number above 0',
  mode: '`"smart"`, `"fast"` or `"immediate"`',
  'string[]': 'list of strings',
  'value[]': 'list of values',
};

function replyText({ kind, result, errors }: MethodSpec): string {
  if (kind === 'notification') return 'none';
  return errors.length > 0 ? `${result}; or ${errors.join(', ')}` : result;
}

function errorsSection(): string {
  const meaning: Record<keyof typeof replyCodes, string> = {
    threw: 'the function threw; `data` is the value that it threw',
    unencodable: 'it returned something that cannot cross; `message` names the path',
    unknown: 'there is no such export, object, method or function',
    operation: 'the lab refused or could not do it; `data` is its code, such as `"REFUSED"`',
  };
  const rows = Object.entries(meaning).map(
    ([name, text]) => `| ${replyCodes[name as keyof typeof replyCodes]} | ${name} | ${text} |`,
  );
  return `## Errors\n\n| code | name | meaning |\n|---|---|---|\n${rows.join('\n')}`;
}

const valuesSection = `## Values

Strings, booleans, \`null\`, finite numbers, lists and plain objects are themselves. Everything else is an object with
one key, its tag. A key \`__proto__\`, a symbol, a promise and a cycle cannot cross.

| tag | content | stands for |
|---|---|---|
| \`$undefined\` | \`true\` | undefined |
| \`$number\` | \`"NaN"\`, \`"Infinity"\`, \`"-Infinity"\`, \`"-0"\` | that number |
| \`$bigint\` | decimal digits | a bigint |
| \`$date\` | ISO 8601 text, or \`null\` | a Date; an invalid one |
| \`$bytes\` | base64 | bytes |
| \`$set\` | list of values | a Set |
| \`$map\` | list of \`[key, value]\` | a Map |
| \`$error\` | \`{ name, message, code?, stack? }\` | an Error |
| \`$object\` | object | a plain object in which a key begins with \`$\` |
| \`$callback\` | \`{ id }\` | a function of the sender's: \`callback\` calls it |
| \`$handle\` | \`{ id, methods, fields }\` | an object of the submission's with methods: \`handle.call\` calls them; \`fields\` is its plain data |
| \`$abort\` | \`{ id, aborted }\` | a signal of the harness's: \`abort\` says that it has fired |
| \`$lab\` | \`{ leader, follower, nodes: [{ name, url, dataDirectory, addresses: { peer: { host, port } } }] }\` | the Lab, plain JSON |`;
