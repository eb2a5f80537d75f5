import { connect, createServer, type Server, type Socket } from 'node:net';
import type { FaultSpec, Grounds, LinkAddress, LinkSpec, Traffic } from './gateway.ts';
import { Half } from './half.ts';
import { ReadyCount } from './ready-count.ts';
import { type Shape, shapeOf } from './shape.ts';

interface Connection {
  client: Socket;
  /** Undefined while the link is held and the server has not been dialled. */
  server: Socket | undefined;
  /** Of one that was accepted while its server was to fall silent. */
  ready: ReadyCount | undefined;
  reshape(shape: Shape): void;
}

/** One listening address and all that passes through it to one server. */
export class Link {
  readonly id: string;
  #spec: LinkSpec;
  readonly #faults = new Set<FaultSpec>();
  readonly #connections = new Set<Connection>();
  readonly #traffic = { accepted: 0, toServer: 0, toClient: 0 };
  readonly #grounds: Grounds | undefined;
  readonly #listeners: Server[] = [];

  constructor(spec: LinkSpec, grounds?: Grounds) {
    this.id = spec.id;
    this.#spec = spec;
    this.#grounds = grounds;
  }

  /** Listens, also in each network in which it is used; port 0 stands for a free one. */
  async listen(place: LinkAddress): Promise<LinkAddress> {
    const address = await this.#listenHere(place);
    const { audience = 'clients' } = this.#spec;
    const { clients, nodes } = this.#grounds ?? {};
    // Commands on a node may use the clients' address too.
    const users = { control: [], nodes: [nodes], clients: [nodes, clients] }[audience];
    await Promise.all(users.map((ground) => ground?.listen(address, this.#listener())));
    return address;
  }

  #listener(): Server {
    const listener = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true });
    listener.on('connection', (client) => this.#accept(client));
    this.#listeners.push(listener);
    return listener;
  }

  async #listenHere({ host, port }: LinkAddress): Promise<LinkAddress> {
    const listener = this.#listener();
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(port, host, resolve);
    });
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

  /** Leads to another server from now on; what is open is reset. */
  redirect(target: LinkAddress): void {
    this.#spec = { ...this.#spec, target };
    for (const connection of [...this.#connections]) reset(connection);
  }

  get traffic(): Traffic {
    return { open: this.#connections.size, ...this.#traffic };
  }

  /** Resets what is open and stops listening. */
  close(): void {
    for (const listener of this.#listeners) listener.close();
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
    const ready = Number.isFinite(shape.silentAfter) ? new ReadyCount() : undefined;
    const connection: Connection = { client, server: undefined, ready, reshape: () => undefined };
    this.#connections.add(connection);
    client.once('close', () => {
      if (!connection.server || connection.server.destroyed) this.#connections.delete(connection);
    });
    connection.reshape = (now) => {
      if (!now.holdToServer) this.#dial(connection);
    };
    connection.reshape(shape);
  }

  #dial(connection: Connection): void {
    connection.reshape = () => undefined; // until the server is there
    const { target, source } = this.#spec;
    const ground = this.#grounds?.nodes;
    if (!ground) {
      this.#join(connection, connect({ ...target, localAddress: source, allowHalfOpen: true }));
      return;
    }
    ground.dial(target, source).then(
      (server) => {
        server.allowHalfOpen = true;
        this.#join(connection, server);
      },
      () => connection.client.resetAndDestroy(),
    );
  }

  #join(connection: Connection, server: Socket): void {
    const { client, ready } = connection;
    if (client.destroyed) {
      server.destroy();
      return;
    }
    server.setNoDelay();
    connection.server = server;
    // A server that is not there: the client learns it as from a machine whose service is down, by a reset.
    server.once('error', () => client.resetAndDestroy());
    if (this.#spec.emptyMeansReset) {
      server.once('end', () => {
        if (server.bytesRead === 0) client.resetAndDestroy();
      });
    }
    server.once('close', () => {
      if (client.destroyed) this.#connections.delete(connection);
    });
    client.once('close', () => {
      if (server.destroyed) this.#connections.delete(connection);
    });
    const up = new Half(client, server, (bytes) => {
      this.#traffic.toServer += bytes.length;
    });
    const down = new Half(server, client, (bytes) => {
      this.#traffic.toClient += bytes.length;
      if (!ready) return;
      ready.see(bytes);
      connection.reshape(shapeOf(this.#faults));
    });
    connection.reshape = (now) => {
      up.shape(now.holdToServer, now.delay);
      const isSilent = Number.isFinite(now.silentAfter) && (ready?.count ?? now.silentAfter) >= now.silentAfter;
      down.shape(now.holdToClient || isSilent, now.delay);
    };
    connection.reshape(shapeOf(this.#faults));
  }
}

function reset({ client, server }: Connection): void {
  client.resetAndDestroy();
  server?.resetAndDestroy();
}
