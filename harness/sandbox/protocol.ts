import type { Json } from '../sdk/value-types.ts';

/** The type of one parameter. */
export type ParamType = 'string' | 'number' | 'id' | 'boolean' | 'texts' | 'string[]' | 'value' | 'value[]' | 'mode';

export interface MethodSpec {
  from: 'harness' | 'student' | 'both';
  /** A notification has no id and gets no reply. */
  kind: 'request' | 'notification';
  params: Record<string, ParamType>;
  /** What a reply holds, as prose. */
  result: string;
  /** Names in `replyCodes`. */
  errors: ('threw' | 'unencodable' | 'unknown' | 'operation')[];
  doc: string;
}

/** The path of one naive client to one node. */
const naivePath = { client: 'string', node: 'string' } as const;

/** Every method of the channel. PROTOCOL.md is generated from this, and every line is checked against it. */
export const protocol: Record<string, MethodSpec> = {
  hello: {
    from: 'harness',
    kind: 'notification',
    params: { nonce: 'string', version: 'number' },
    result: '',
    errors: [],
    doc: 'The first line. Every line of the student must carry this nonce.',
  },
  load: {
    from: 'harness',
    kind: 'request',
    params: { modules: 'string[]' },
    result: '`{ path: { functions: string[], others: string[] } | { error: value } }`, plain JSON',
    errors: [],
    doc: 'Imports the modules, one after the other, and names what they export.',
  },
  call: {
    from: 'harness',
    kind: 'request',
    params: { module: 'string', name: 'string', args: 'value[]' },
    result: 'value',
    errors: ['threw', 'unencodable', 'unknown'],
    doc: 'Calls an exported function. Several calls may run at the same time.',
  },
  'handle.call': {
    from: 'harness',
    kind: 'request',
    params: { id: 'id', method: 'string', args: 'value[]' },
    result: 'value',
    errors: ['threw', 'unencodable', 'unknown'],
    doc: 'Calls a method of an object that the student returned.',
  },
  'handle.release': {
    from: 'harness',
    kind: 'notification',
    params: { id: 'id' },
    result: '',
    errors: [],
    doc: 'The harness calls this object or function no more.',
  },
  abort: {
    from: 'harness',
    kind: 'notification',
    params: { id: 'id' },
    result: '',
    errors: [],
    doc: 'The signal that was passed as `$abort` with this id has fired.',
  },
  end: {
    from: 'harness',
    kind: 'notification',
    params: {},
    result: '',
    errors: [],
    doc: 'No more calls come: a program with nothing pending ends by itself; calls, timers and connections run on.',
  },
  callback: {
    from: 'both',
    kind: 'request',
    params: { id: 'id', args: 'value[]' },
    result: 'value',
    errors: ['threw', 'unencodable', 'unknown'],
    doc: 'Calls a function that the other side passed as `$callback`.',
  },
  crash: {
    from: 'student',
    kind: 'notification',
    params: { origin: 'string', error: 'value' },
    result: '',
    errors: [],
    doc: 'An uncaught exception or unhandled rejection ends the process right after this line.',
  },
  'node.exec': operation({ node: 'string', command: 'string' }, 'Runs a shell command on the node.', {
    result: '`{ stdout: string, stderr: string, exitCode: number }`',
  }),
  'node.start': operation({ node: 'string' }, 'Starts the server; replies when it accepts connections.'),
  'node.stop': operation({ node: 'string', mode: 'mode' }, 'Stops the server.'),
  'node.kill': operation({ node: 'string' }, 'Kills every process of the server; replies when all are gone.'),
  'node.pause': operation({ node: 'string' }, 'Freezes every process of the server.'),
  'node.resume': operation({ node: 'string' }, 'Lets a paused server run on.'),
  'node.writeFile': operation({ node: 'string', path: 'string', text: 'string' }, 'Writes a text file on the node.'),
  'node.readFile': operation({ node: 'string', path: 'string' }, 'Reads a text file of the node.', {
    result: 'string',
  }),
  'lab.disconnect': fault({ node: 'string' }, 'Severs the replication links of the node.'),
  'lab.isolate': fault({ node: 'string' }, 'Severs the replication links and the client connections of the node.'),
  'lab.blackhole': fault({ node: 'string' }, 'Holds silently what the replication links of the node carry.'),
  'lab.delay': fault({ node: 'string', ms: 'number' }, 'Delays what the replication links of the node carry.'),
  'lab.reconnect': operation({ node: 'string' }, 'Heals every fault on the links of the node.'),
  'fault.heal': operation({ fault: 'string' }, 'Heals one fault.'),
  'naive.update': operation(
    { product: 'number', quantity: 'number', holdRequests: 'string[]', holdReplies: 'string[]' },
    'Starts a naive client; replies when it is connected, with these of its paths held, and begins to write.',
    { result: '`{ client: string }`, its name' },
  ),
  'naive.holdRequests': operation(naivePath, 'Holds what the naive client sends to the node.'),
  'naive.holdReplies': operation(naivePath, 'Holds what the node answers to the naive client.'),
  'naive.release': operation(naivePath, 'Delivers what is held between the naive client and the node.'),
  'naive.cut': operation(naivePath, "Severs the naive client's path to the node."),
  'naive.outcome': operation({ client: 'string' }, 'Replies when the naive client is done.', {
    result: '`{ told: "done" | "failed", servers: { node: "written" | "failed" | "skipped" | "untried" } }`',
  }),
  'managed.createInstance': operation(
    { name: 'string', highlyAvailable: 'boolean' },
    'Begins to make an instance of the managed service.',
  ),
  'managed.createReadReplica': operation(
    { name: 'string', source: 'string' },
    'Begins to make a read replica of an instance.',
  ),
  'managed.promoteReadReplica': operation({ name: 'string' }, 'Begins to make a read replica an instance of its own.'),
  'managed.modifyParameters': operation(
    { name: 'string', parameters: 'texts' },
    'Begins to change parameters of an instance.',
  ),
  'managed.failover': operation({ name: 'string' }, 'Begins to let the standby of an instance take over.'),
  'managed.describe': operation({ name: 'string' }, 'What an instance is at the moment.', {
    result: 'an `InstanceDescription`, as in `sdk/managed.ts`',
  }),
};

function operation(params: MethodSpec['params'], doc: string, more: { result?: string } = {}): MethodSpec {
  return { from: 'student', kind: 'request', params, result: more.result ?? 'ignored', errors: ['operation'], doc };
}

function fault(params: MethodSpec['params'], doc: string): MethodSpec {
  return operation(params, doc, { result: '`{ fault: string }`, the name by which `fault.heal` heals it' });
}

/** The method as the student may send it; `undefined` when it may not. */
export function studentMethod(name: unknown, kind: MethodSpec['kind']): MethodSpec | undefined {
  const spec = typeof name === 'string' && Object.hasOwn(protocol, name) ? protocol[name] : undefined;
  return spec?.from !== 'harness' && spec?.kind === kind ? spec : undefined;
}

/** What is wrong with the parameters of a message, or `undefined`. */
export function paramProblem(spec: MethodSpec, params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return 'params is not an object';
  const given = params as Record<string, Json>;
  const bad = Object.entries(spec.params).find(([name, type]) => !checks[type](given[name]));
  return bad && `params.${bad[0]} is not ${bad[1] === 'mode' ? 'a mode' : `of the type ${bad[1]}`}`;
}

const checks: Record<ParamType, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(value),
  id: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  mode: (value) => value === 'smart' || value === 'fast' || value === 'immediate',
  boolean: (value) => typeof value === 'boolean',
  texts: (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string'),
  value: (value) => value !== undefined,
  'value[]': Array.isArray,
  'string[]': (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
};
