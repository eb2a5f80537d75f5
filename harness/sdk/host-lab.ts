import { makeManaged, type Operate } from './host-managed.ts';
import { makeNaive } from './host-naive.ts';
import type { CommandResult, CommandValue, Fault, Lab, LabNode } from './lab.ts';
import type { LabDescription, NodeDescription } from './lab-description.ts';
import { CommandError, LabOperationError } from './lab-errors.ts';
import { commandLine } from './quote.ts';

/** Builds the Lab that student code receives. Its functions work without `this`, so they can be destructured. */
export function makeLab(description: LabDescription, operate: Operate): Lab {
  const nodes = description.nodes.map((node) => makeNode(node, operate));
  const named = (name: string) => nodes.find((node) => node.name === name) as LabNode;
  const nameOf = (node: LabNode, operation: string) => {
    if (node && nodes.some(({ name }) => name === node.name)) return node.name;
    throw new LabOperationError('ARGUMENT', `lab.${operation}() needs a node of this lab, such as lab.follower`);
  };
  const fault = async (operation: string, node: LabNode, more: { ms?: number } = {}) => {
    const made = await operate(`lab.${operation}`, { node: nameOf(node, operation), ...more });
    return makeFault((made as { fault: string }).fault, operate);
  };
  return Object.freeze({
    leader: named(description.leader),
    follower: named(description.follower),
    nodes: Object.freeze(nodes),
    node: (name: string) => {
      const found = nodes.find((node) => node.name === name);
      if (found) return found;
      const all = nodes.map((node) => node.name).join(', ');
      throw new LabOperationError('ARGUMENT', `lab.node() needs the name of a node, one of ${all}`);
    },
    naive: makeNaive({ operate, nameOf }),
    disconnect: (node: LabNode) => fault('disconnect', node),
    isolate: (node: LabNode) => fault('isolate', node),
    blackhole: (node: LabNode) => fault('blackhole', node),
    delay: async (node: LabNode, ms: number) => {
      if (Number.isFinite(ms) && ms >= 0) return fault('delay', node, { ms });
      throw new LabOperationError('ARGUMENT', `lab.delay() needs a number of milliseconds, not ${String(ms)}`);
    },
    reconnect: async (node: LabNode) => {
      await operate('lab.reconnect', { node: nameOf(node, 'reconnect') });
    },
    managed: makeManaged(operate),
  });
}

function makeNode({ name, url, dataDirectory, addresses }: NodeDescription, operate: Operate): LabNode {
  const power = async (method: string, more: { mode?: string } = {}) => {
    await operate(`node.${method}`, { node: name, ...more });
  };
  return Object.freeze({
    name,
    url,
    dataDirectory,
    addressFor(peer: LabNode) {
      const address = typeof peer?.name === 'string' && Object.hasOwn(addresses, peer.name) && addresses[peer.name];
      if (address) return { host: address.host, port: address.port };
      const peers = Object.keys(addresses).join(', ') || 'none';
      throw new LabOperationError('ARGUMENT', `${name}.addressFor() needs another node of the lab: ${peers}`);
    },
    async $(pieces: TemplateStringsArray, ...values: CommandValue[]) {
      const command = commandLine(pieces, values);
      const result = (await operate('node.exec', { node: name, command })) as CommandResult;
      if (result.exitCode !== 0) throw new CommandError(command, result.exitCode, result.stdout, result.stderr);
      return result;
    },
    start: () => power('start'),
    stop: async (mode: 'smart' | 'fast' | 'immediate' = 'fast') => {
      if (['smart', 'fast', 'immediate'].includes(mode)) return power('stop', { mode });
      throw new LabOperationError('ARGUMENT', `${name}.stop() takes smart, fast or immediate, not ${String(mode)}`);
    },
    kill: () => power('kill'),
    pause: () => power('pause'),
    resume: () => power('resume'),
    async writeFile(path: string, text: string) {
      needText(`${name}.writeFile() needs a path`, path);
      needText(`${name}.writeFile() needs a text`, text);
      await operate('node.writeFile', { node: name, path, text });
    },
    async readFile(path: string) {
      needText(`${name}.readFile() needs a path`, path);
      return (await operate('node.readFile', { node: name, path })) as string;
    },
  });
}

function needText(need: string, value: unknown): void {
  if (typeof value !== 'string') throw new LabOperationError('ARGUMENT', `${need}, not ${typeof value}`);
}

/** Heals once: later calls wait for the first. */
function makeFault(id: string, operate: Operate): Fault {
  let healing: Promise<void> | undefined;
  const heal = () => {
    healing ??= operate('fault.heal', { fault: id }).then(() => undefined);
    return healing;
  };
  return Object.freeze({ heal, [Symbol.asyncDispose]: heal });
}
