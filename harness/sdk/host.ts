/**
 * The program of a student's process: talks JSON-RPC lines with the harness over fd 3 and 4, imports the submission's
 * modules and calls what they export. It is copied beside the submission, and exports nothing.
 */
import { flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { decodeValue } from './decode-value.ts';
import { encodeValue } from './encode-value.ts';
import { HostChannel, LineTooLong } from './host-channel.ts';
import { makeLab } from './host-lab.ts';
import { HostObjects, methodOf } from './host-objects.ts';
import type { Lab } from './lab.ts';
import type { LabDescription } from './lab-description.ts';
import { LabOperationError } from './lab-errors.ts';
import { type Message, type Reply, type Request, replyCodes } from './messages.ts';
import { loadStripped } from './stripped.ts';
import { type AnyFunction, type Json, ValueError } from './value-types.ts';

const exit = process.exit.bind(process);
const directory = process.cwd();

/** A request from the harness that names what is not there. */
class Unknown extends Error {}

const channel = new HostChannel(receive);
const objects = new HostObjects();
const modules = new Map<string, Record<string, unknown>>();
const labs = new Map<string, Lab>();
const pending = new Map<number, PromiseWithResolvers<Reply>>();
let lastId = 0;
let running = 0;
let ended = false;

process.on('uncaughtException', crash);
loadStripped(directory);

/** Every message from the harness. The process is held while a call runs or a request of ours is unanswered. */
function receive(message: Message): void {
  if (!('method' in message)) settle(message);
  else if ('id' in message) void answer(message);
  else if (message.method === 'end') ended = true;
  else if (message.method === 'abort') objects.abort(message.params.id as number);
  else if (message.method === 'handle.release') objects.release(message.params.id as number);
  hold();
}

function hold(): void {
  channel.hold(!ended || running > 0 || pending.size > 0);
}

async function answer(request: Request): Promise<void> {
  running += 1;
  try {
    const result = await perform(request);
    channel.reply(request, request.method === 'load' ? (result as Json) : objects.encode(result, 'value'));
  } catch (thrown) {
    refuse(request, thrown);
  } finally {
    running -= 1;
    hold();
  }
}

function refuse(request: Request, thrown: unknown): void {
  const fail = (code: number, message: string, data?: Json) => channel.fail(request, { code, message, data });
  if (thrown instanceof Unknown) fail(replyCodes.unknown, thrown.message);
  else if (thrown instanceof LineTooLong) fail(replyCodes.unencodable, `value ${thrown.message}`);
  else if (thrown instanceof ValueError) fail(replyCodes.unencodable, thrown.message);
  else fail(replyCodes.threw, 'it threw', encodeThrown(thrown));
}

function encodeThrown(thrown: unknown): Json {
  try {
    return encodeValue(thrown, {}, 'thrown');
  } catch {
    return { $error: { name: 'Error', message: `a thrown ${typeof thrown} that cannot be shown` } };
  }
}

async function perform({ method, params }: Request): Promise<unknown> {
  if (method === 'load') return load(params.modules as string[]);
  const call = functionOf(method, params);
  const given = params.args as Json[];
  const args = given.map((arg) => decodeValue(arg, { callback, lab, node, signal: (...at) => objects.signal(...at) }));
  return call(...args);
}

function functionOf(method: string, params: Record<string, Json>): AnyFunction {
  if (method === 'call') {
    const found = modules.get(params.module as string)?.[params.name as string];
    if (typeof found === 'function') return found as AnyFunction;
    throw new Unknown(`${params.module} does not export a function ${params.name}`);
  }
  const kept = objects.find(params.id as number);
  const found = method === 'callback' ? kept : methodOf(kept, params.method as string);
  if (typeof found === 'function') return found as AnyFunction;
  throw new Unknown(method === 'callback' ? 'no such function' : `no such method: ${params.method}`);
}

/** Imports one after the other: for each module the names of its functions and of its other exports, or the error. */
async function load(paths: string[]): Promise<Json> {
  const loaded: Record<string, Json> = {};
  for (const path of paths) {
    try {
      const module = await import(pathToFileURL(`${directory}/${path}`).href);
      modules.set(path, module);
      const names = Object.keys(module);
      const isFunction = (name: string) => typeof module[name] === 'function';
      loaded[path] = { functions: names.filter(isFunction), others: names.filter((name) => !isFunction(name)) };
    } catch (thrown) {
      loaded[path] = { error: encodeThrown(thrown) };
    }
  }
  flushCompileCache(); // most programs are killed, and would leave nothing to the next
  return loaded;
}

function callback(id: number, throwsAt?: number): AnyFunction {
  const call: AnyFunction = (...args) =>
    operate('callback', { id, args: args.map((arg, at) => objects.encode(arg, `args[${at}]`)) });
  return throwsAt === undefined ? call : immediate(call, throwsAt);
}

function immediate(call: AnyFunction, throwsAt: number): AnyFunction {
  let calls = 0;
  return (...args) => {
    calls += 1;
    (call(...args) as Promise<unknown>).catch(() => undefined);
    if (calls === throwsAt) throw new Error(`call ${calls} of this function throws`);
  };
}

/** One lab for each description: a node that is passed alone is the same object as in the lab beside it. */
function lab(description: unknown): Lab {
  const key = JSON.stringify(description);
  const known = labs.get(key);
  if (known) return known;
  const operation = (method: string, params: object) => operate(method, params as Record<string, Json>);
  const made = makeLab(description as LabDescription, operation);
  labs.set(key, made);
  return made;
}

function node(content: unknown): unknown {
  const { lab: description, name } = content as { lab: unknown; name: string };
  return lab(description).nodes.find((each) => each.name === name);
}

/** A request to the harness. Errors are made after the wait, so that their stacks lead to the student's own line. */
async function operate(method: string, params: Record<string, Json>): Promise<unknown> {
  lastId += 1;
  const id = lastId;
  try {
    channel.request(id, method, params);
  } catch (thrown) {
    if (thrown instanceof LineTooLong) throw new LabOperationError('TOO_LARGE', `${method} ${thrown.message}`);
    throw thrown;
  }
  const replied = Promise.withResolvers<Reply>();
  pending.set(id, replied);
  hold();
  const reply = await replied.promise;
  if ('result' in reply) return decodeValue(reply.result, { callback });
  const { code, message, data } = reply.error;
  if (code === replyCodes.operation) throw new LabOperationError(String(data), message);
  throw decodeValue(data ?? null);
}

function settle(reply: Reply): void {
  pending.get(reply.id)?.resolve(reply);
  pending.delete(reply.id);
}

/** Also for unhandled rejections. A listener of the student's own decides for itself, as it would without us. */
function crash(thrown: unknown, origin: string): void {
  if (process.listenerCount('uncaughtException') > 1) return;
  channel.notify('crash', { origin, error: encodeThrown(thrown) });
  exit(1);
}
