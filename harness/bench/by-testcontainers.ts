import { rowArrives } from './bare-server.ts';
import { timed } from './stopwatch.ts';

/** Milliseconds for a container of the textbook way to be ready. */
const patience = 120_000;
const password = 'bench';
/** In the container's own file system, as without further thought: in tmpfs it takes less than half as long. */
const data = '/var/lib/postgresql/bench';

/** Lets the leader take replication connections, as its first access rules do not. */
const admits = 'echo "host replication all all scram-sha-256" >>"$PGDATA/pg_hba.conf" && pg_ctl reload -s';
const follows = 'pg_basebackup -h leader -U postgres -D "$PGDATA" -R -c fast && exec postgres';

/**
 * What a test suite does with testcontainers and a postgres image: the leader's entry point runs initdb, the follower
 * is made by pg_basebackup. Milliseconds until a row arrives.
 */
export async function byTestcontainersRound(image: string): Promise<number> {
  const { GenericContainer, Network, Wait } = await import('testcontainers');
  const ready = /database system is ready to accept (read-only )?connections/;
  const server = () =>
    new GenericContainer(image)
      .withEnvironment({ POSTGRES_PASSWORD: password, PGPASSWORD: password, PGDATA: data })
      .withExposedPorts(5432)
      .withStartupTimeout(patience);
  await using started = new AsyncDisposableStack();
  return await timed(async () => {
    const network = started.adopt(await new Network().start(), async (each) => void (await each.stop()));
    const place = server().withNetwork(network);
    // The server that the entry point starts for itself says so first.
    const leader = started.adopt(
      await place.withNetworkAliases('leader').withWaitStrategy(Wait.forLogMessage(ready, 2)).start(),
      async (each) => void (await each.stop({ timeout: 0 })),
    );
    const { exitCode, output } = await leader.exec(['sh', '-c', admits], { user: 'postgres' });
    if (exitCode !== 0) throw new Error(`the leader of the bench: ${output}`);
    const follower = started.adopt(
      await server()
        .withNetwork(network)
        .withUser('postgres')
        .withEntrypoint(['sh', '-c', follows])
        .withWaitStrategy(Wait.forLogMessage(ready))
        .start(),
      async (each) => void (await each.stop({ timeout: 0 })),
    );
    const url = (each: typeof leader) =>
      `postgres://postgres:${password}@${each.getHost()}:${each.getMappedPort(5432)}/postgres`;
    await rowArrives(url(leader), url(follower));
  });
}
