import { connect, createServer, type Server, type Socket } from 'node:net';
import type { FaultSpec, LinkAddress, LinkSpec, Traffic } from './gateway.ts';
import { Half } from './half.ts';
import { type Shape, shapeOf } from './shape.ts';

interface Connection {
  client: Socket;
  /** Undefined while the link is held and the server has not been dialled. */
  server: Socket | undefined;
  reshape(shape: Shape): void;
}

/** One listening address and all that passes through it to one server. */
export class Link {
  readonly id: string;
  readonly #spec: LinkSpec;
  readonly #faults = new Set<FaultSpec>();
  readonly #connections = new Set<Connection>();
  readonly #traffic = { accepted: 0, toServer: 0, toClient: 0 };
  #listener: Server | undefined;

  constructor(spec: LinkSpec) {
    this.id = spec.id;
    this.#spec = spec;
  }

  /** Listens; port 0 stands for a free one. */
  async listen({ host, port }: LinkAddress): Promise<LinkAddress> {
    const listener = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true });
    listener.on('connection', (client) => this.#accept(client));
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(port, host, resolve);
    });
    this.#listener = listener;
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP listener has a TCP address');
    return { host, port: address.port };
  }

  add(fault: FaultSpec): void {
    this.#faults.add(fault);
    this.#reshape();
  }

  remove(fault: FaultSpec): void {
    if (this.#faults.delete(fault)) this.#reshape();
  }

  get traffic(): Traffic {
    return { open: this.#connections.size, ...this.#traffic };
  }

  /** Resets what is open and stops listening. */
  close(): void {
    this.#listener?.close();
    for (const connection of this.#connections) reset(connection);
  }

  #reshape(): void {
    const shape = shapeOf(this.#faults);
    for (const connection of [...this.#connections]) {
      if (shape.severed) reset(connection);
      else connection.reshape(shape);
    }
  }

  #accept(client: Socket): void {
    client.on('error', () => undefined); // its close tells
    const shape = shapeOf(this.#faults);
    if (shape.severed) {
      client.resetAndDestroy();
      return;
    }
    this.#traffic.accepted += 1;
    const connection: Connection = { client, server: undefined, reshape: () => undefined };
    this.#connections.add(connection);
    client.once('close', () => {
      if (!connection.server || connection.server.destroyed) this.#connections.delete(connection);
    });
    connection.reshape = (now) => {
      if (!now.holdToServer) this.#dial(connection, now);
    };
    connection.reshape(shape);
  }

  #dial(connection: Connection, shape: Shape): void {
    const { client } = connection;
    const { target, source } = this.#spec;
    const server = connect({ ...target, localAddress: source, allowHalfOpen: true, noDelay: true });
    connection.server = server;
    // A server that is not there: the client learns it as from a machine whose service is down, by a reset.
    server.once('error', () => client.resetAndDestroy());
    server.once('close', () => {
      if (client.destroyed) this.#connections.delete(connection);
    });
    client.once('close', () => {
      if (server.destroyed) this.#connections.delete(connection);
    });
    const up = new Half(client, server, (bytes) => {
      this.#traffic.toServer += bytes;
    });
    const down = new Half(server, client, (bytes) => {
      this.#traffic.toClient += bytes;
    });
    connection.reshape = (now) => {
      up.shape(now.holdToServer, now.delay);
      down.shape(now.holdToClient, now.delay);
    };
    connection.reshape(shape);
  }
}

function reset({ client, server }: Connection): void {
  client.resetAndDestroy();
  server?.resetAndDestroy();
}
