import { fail, must } from '#harness/grading';
import type { Built, Seen } from './build.ts';
import { inLines } from './rows.ts';

const available = (seen: Seen) => seen?.status === 'available';
const shown = (seen: Seen) =>
  seen ? `${seen.kind}, ${seen.status}${seen.source ? `, of ${seen.source}` : ''}` : 'there is nothing of that name';

export function judgeOrders({ order, atReturn, after }: Built): void {
  for (const part of ['instance', 'replica'] as const) {
    must(atReturn[part] !== undefined, `buildReplica returned, and the service has no ${order[part]}.`, {
      expected: `${order[part]}, available`,
      actual: shown(undefined),
    });
    must(available(atReturn[part]), `buildReplica returned before ${order[part]} could be used.`, {
      expected: 'status available',
      actual: `status ${atReturn[part]?.status}`,
    });
    must(available(after[part]), `When your program was over, ${order[part]} was not available any more.`, {
      expected: 'status available',
      actual: `status ${after[part]?.status}`,
    });
  }
  const isCopy = after.replica?.kind === 'read-replica' && after.replica.source === order.instance;
  must(after.instance?.kind === 'instance' && isCopy, 'What there is under these names is not what was ordered.', {
    expected: `${order.instance}: an instance; ${order.replica}: a read-replica of it`,
    actual: `${order.instance}: ${shown(after.instance)}; ${order.replica}: ${shown(after.replica)}`,
  });
}

export function judgeRows({ atReturn, notFollowing, order, rows }: Built): void {
  must(notFollowing === undefined, 'The read replica does not follow the instance.', {
    expected: 'it gets what the instance writes',
    actual: notFollowing,
  });
  const expected = inLines(order.rows);
  for (const part of ['instance', 'replica'] as const) {
    const actual = inLines(rows[part]);
    must(actual === expected, `The table inventory of ${order[part]} has not the rows that were ordered.`, {
      expected,
      actual,
    });
  }
  const early = inLines(atReturn.rows);
  must(early === expected, 'When buildReplica returned, the rows could not be read on the read replica.', {
    expected,
    actual: early,
  });
}

export function judgeSettings({ settings }: Built): void {
  const wrong = settings.find(({ found, wanted }) => found !== wanted);
  if (!wrong) return;
  fail(`The parameter ${wrong.name} has not the ordered value for the whole instance.`, {
    expected: `${wrong.name} = ${wrong.wanted}`,
    actual: `${wrong.name} = ${wrong.found}`,
  });
}

export function judgeFailover({ failover, order }: Built): void {
  must(failover !== undefined, 'There is nothing that could fail over.', {
    expected: 'an instance and its read replica',
  });
  const { notFollowing, refused, rows, write } = failover;
  must(refused === undefined, 'The service cannot let the instance fail over.', {
    expected: 'a highly available instance, its standby ready',
    actual: refused,
  });
  must(write?.error === undefined, 'After the failover nothing can be written through the url of the instance.', {
    expected: 'an INSERT into public.inventory succeeds',
    actual: write?.error,
  });
  must(notFollowing === undefined, 'After the failover the read replica does not follow the new leader.', {
    expected: 'a replica that gets what the new leader writes',
    actual: notFollowing,
  });
  const wanted = inLines([...order.rows, ...(write ? [write.row] : [])]);
  for (const part of ['instance', 'replica'] as const) {
    must(inLines(rows?.[part] ?? []) === wanted, `After the failover rows are missing on ${order[part]}.`, {
      expected: wanted,
      actual: inLines(rows?.[part] ?? []),
    });
  }
}
