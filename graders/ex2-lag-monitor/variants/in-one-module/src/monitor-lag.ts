import pg from 'pg';

const { Client } = pg;

export const lsnToBigInt = (lsn: string): bigint => {
  const parts = lsn.split('/');
  if (parts.length !== 2 || !parts.every((part) => /^[\da-fA-F]{1,8}$/.test(part)))
    throw new TypeError(`${lsn} is no LSN`);
  const [high, low] = parts.map((part) => BigInt(`0x${part}`)) as [bigint, bigint];
  return high * 0x1_0000_0000n + low;
};

type Servers = { leaderUrl: string; followerUrl: string };
type Answer = Record<string, string>;

const query = async (url: string, sql: string): Promise<Answer | Error> => {
  const client = new Client({ connectionString: url });
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => undefined);
  const timer = setTimeout(() => late.reject(new Error('late')), 1700);
  client.on('error', late.reject);
  const asked = client.connect().then(() => client.query(sql));
  const answer = await Promise.race([asked.then(({ rows }) => rows[0] as Answer), late.promise]).catch(
    (error) => error,
  );
  asked.catch(() => undefined);
  if (!(answer instanceof Error)) await Promise.race([client.end(), late.promise]).catch(() => undefined);
  clearTimeout(timer);
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  return answer;
};

export const measureLag = async ({ leaderUrl, followerUrl }: Servers) => {
  const report = {
    state: 'leader-down',
    receiveBytes: null as bigint | null,
    replayBytes: null as bigint | null,
    seconds: null as number | null,
    at: new Date(),
  };
  const leader = await query(leaderUrl, 'SELECT pg_current_wal_lsn()::text AS lsn');
  if (leader instanceof Error) return report;
  report.state = 'follower-down';
  const follower = await query(
    followerUrl,
    `SELECT pg_is_in_recovery()::text AS follows, coalesce(pg_last_wal_receive_lsn(), '0/0')::text AS received,
            pg_last_wal_replay_lsn()::text AS replayed, round(1000 * extract(epoch FROM statement_timestamp() - pg_last_xact_replay_timestamp()))::text AS age,
            coalesce((SELECT status FROM pg_stat_wal_receiver), '') AS receiver`,
  );
  if (follower instanceof Error) return report;
  report.state = 'not-a-follower';
  if (follower.follows !== 'true') return report;
  report.state = follower.receiver === 'streaming' ? 'streaming' : 'disconnected';
  const [current, received, replayed] = [leader.lsn, follower.received, follower.replayed].map((lsn) =>
    lsnToBigInt(lsn as string),
  ) as [bigint, bigint, bigint];
  const most = (one: bigint, other: bigint) => (one > other ? one : other);
  report.receiveBytes = most(0n, current - most(received, replayed));
  report.replayBytes = most(0n, current - replayed);
  if (report.state !== 'streaming') return report;
  if (report.replayBytes === 0n) report.seconds = 0;
  else if (follower.age) report.seconds = Number(follower.age) / 1000;
  return report;
};

type Report = Awaited<ReturnType<typeof measureLag>>;
type Options = Servers & { intervalMs: number; measure?: (servers: Servers) => Promise<Report> };

export const watchLag = async (options: Options, onReport: (report: Report) => unknown, signal: AbortSignal) => {
  const stop = Promise.withResolvers<undefined>();
  signal.addEventListener('abort', () => stop.resolve(undefined));
  if (signal.aborted) return;
  while (!signal.aborted) {
    const next = Promise.withResolvers<undefined>();
    const timer = setTimeout(next.resolve, options.intervalMs, undefined);
    const report = await Promise.race([(options.measure ?? measureLag)(options).catch(() => undefined), stop.promise]);
    if (report && !signal.aborted) Promise.try(onReport, report).catch(() => undefined);
    await Promise.race([next.promise, stop.promise]);
    clearTimeout(timer);
  }
};
