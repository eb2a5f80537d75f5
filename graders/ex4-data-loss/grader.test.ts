import {
  type CheckContext,
  fail,
  grader,
  isReplicating,
  must,
  mustLead,
  type Product,
  waitForCatchup,
} from '#harness/grading';
import { configure } from './configure.ts';
import { type Aftermath, type Cut, failOver } from './failure.ts';
import { tellStory } from './story.ts';
import {
  endTransactions,
  followerUnseen,
  hasRow,
  signalWaiters,
  synchronousNames,
  whileWell,
  writeWhileWaiting,
} from './waiters.ts';

grader(import.meta, ({ check, scenario }) => {
  const story = scenario('story', tellStory);

  check('acknowledged', [story], ({ told, onOldLeader, row }) => {
    must(told === 'acked', 'By its answer, the client of loseAWrite was not told that its row is safe.', {
      expected: 'acked',
      actual: told,
    });
    must(onOldLeader.found, 'The old leader, started again where nobody can reach it, does not have the row.', {
      expected: `row ${row.product_id} (${row.product_name}, ${row.quantity}) on the disk of the leader that died`,
      actual: onOldLeader.because,
    });
  });

  check('new-leader', [story], ({ newLeader }) => mustLead(newLeader));

  check('leader-died-first', [story], ({ promotion }) => {
    if (!promotion)
      return fail('The log of the follower does not say when it was asked to become leader.', {
        expected: 'a promotion by pg_promote() or pg_ctl promote',
        actual: 'no line of its log speaks of one',
        hint: 'Promote it with pg_promote() or pg_ctl promote.',
      });
    must(
      promotion.leaderEnded !== undefined,
      'The follower was asked to become leader while the old leader still ran: two leaders at once.',
      {
        expected: 'no process of the leader is left when the promotion is asked for',
        actual: 'the leader ran when the follower logged that it was asked',
        at: promotion.asked,
      },
    );
    must(!promotion.startedAgain, 'The old leader was started again after the promotion.', {
      expected: 'the old leader stays as it died',
      actual: 'it was started again',
    });
  });

  check('row-lost', [story], ({ reachedFollower, rowOnNewLeader, row }) => {
    must(!rowOnNewLeader, 'The row is not lost: the new leader has it.', {
      expected: `no row ${row.product_id} on the new leader`,
      actual: 'it is there',
    });
    must(!reachedFollower, 'The row had reached the follower, and was removed there by hand.', {
      expected: 'the new timeline begins before the commit of the row',
      actual: 'the commit of the row is part of the new leader’s history',
    });
  });

  check('healthy-writes', async (context) => {
    const { cluster, random, signal } = context;
    const { leader, follower } = cluster;
    const write = await configured(context);
    let nth = 0;
    const tell = async () =>
      await whileWell(
        () => random.product(),
        async (row) => {
          nth += 1;
          return await write(row, `write, call ${nth} (${nth <= 4 ? 'one at a time' : 'eight at once'}),`);
        },
      );
    const acked = async (calls: number): Promise<Product[]> => {
      const answers = await Promise.all(Array.from({ length: calls }, tell));
      const other = answers.find(({ told }) => told !== 'acked');
      if (other)
        fail('Both nodes are well, and a write was not acked.', {
          expected: 'acked for each of 12 writes',
          actual: `${String(other.told)}, after ${Math.round(other.took)} ms; ${await synchronousNames(leader)}`,
        });
      return answers.map(({ row }) => row);
    };
    const rows: Product[] = [];
    for (const calls of [1, 1, 1, 1, 8]) rows.push(...(await acked(calls)));
    for (const row of rows) {
      must(await hasRow(leader, row.product_id), 'A write was called acked, and the leader does not have its row.', {
        expected: row,
        actual: 'no such row on the leader',
        hint: 'Say acked only after COMMIT has returned, and await the query before the connection ends.',
      });
    }
    await waitForCatchup(leader, follower, { timeout: 10_000, signal });
    for (const row of rows) {
      must(await hasRow(follower, row.product_id), 'A write was called acked, and the follower does not get its row.', {
        expected: row,
        actual: 'no such row on the follower, which has replayed all that the leader had committed',
      });
    }
  });

  check('refused-writes', async (context) => {
    const { cluster, random } = context;
    const write = await configured(context);
    const told = await write({ ...random.product(), product_id: 101 });
    must(told === 'rejected', 'A second row with the primary key of another was not called rejected.', {
      expected: 'rejected',
      actual: told,
    });
    const [row] = await cluster.leader.query(
      'SELECT product_name, quantity FROM public.inventory WHERE product_id = 101',
    );
    must(
      row?.product_name === 'QuantumWidget' && row.quantity === 100,
      'The write was called rejected, and it changed the row that was there.',
      {
        expected: 'QuantumWidget, 100',
        actual: row,
      },
    );
  });

  check('follower-gone', async (context) => {
    const { cluster, random, signal } = context;
    const { leader, follower } = cluster;
    const write = await configured(context);
    const cut = await cluster.disconnect(follower);
    await followerUnseen(leader, signal);
    const alone = random.product();
    const told = await write(alone);
    await cut.heal();
    const proof = await isReplicating(leader, follower, { timeout: 10_000, signal });
    if (!proof.replicates)
      fail('The follower does not come back after its link was healed.', {
        expected: 'it streams again',
        actual: proof.because,
        hint: 'Leave the nodes and their replication settings alone while write runs.',
      });
    await noFalseRejection(context, alone.product_id, told, 'The follower was gone');
    const again = await whileWell(() => random.product(), write);
    must(again.told === 'acked', 'The follower is back, and a write is still not acked.', {
      expected: 'acked',
      actual: `${String(again.told)}; ${await synchronousNames(leader)}`,
      hint: 'What went wrong with one write must not outlive it: a broken connection that is used again, a setting.',
    });
  });

  check('cancelled-wait', async (context) => {
    const { cluster } = context;
    const { leader } = cluster;
    const write = await configured(context);
    await cluster.blackhole(cluster.follower);
    for (const how of ['pg_cancel_backend', 'pg_terminate_backend'] as const) {
      const { id, told } = await writeWhileWaiting(context, write, () => leader.query(signalWaiters(how)));
      await noFalseRejection(context, id, told, `${how}() ended the wait for the follower`);
    }
    // The statement was sent, the answer never comes, and the session on the server waits on.
    const { id, told } = await writeWhileWaiting(context, write, () => cluster.cutClients(leader));
    await noFalseRejection(context, id, told, 'The connection broke during the wait for the follower');
  });

  const moments = (['disconnect', 'blackhole', 'none'] as Cut[]).map((cut) =>
    scenario<Aftermath>(`failure-${cut}`, (context) => failOver(context, cut)),
  );
  check('no-acked-loss', moments, ({ acked, cut, lost, strange, unacked }) => {
    must(strange.length === 0, 'write returned something that is none of its three answers.', {
      expected: "'acked', 'rejected' or 'unknown'",
      actual: strange[0],
    });
    must(unacked.length === 0, 'Both nodes were well, and a write was not acked.', {
      expected: 'acked for every write before the failure',
      actual: unacked[0],
    });
    must(acked > 0, 'No write was acked before the failure, so nothing was promised.', {
      expected: 'acked writes while both nodes were well',
    });
    must(
      lost.length === 0,
      `The leader died ${momentOf[cut]}, the follower was promoted, and rows that were called acked are gone.`,
      {
        expected: `all ${acked} acked rows on the new leader`,
        actual: `lost: ${lost.slice(0, 10).join(', ')}`,
      },
    );
  });
});

const momentOf: Record<Cut, string> = {
  disconnect: 'after its follower was cut off',
  blackhole: 'after the network to its follower went silent',
  none: 'in the middle of writes',
};

/** `what` is how the call is named when it does not end. */
type Write = (row: Product, what?: string) => Promise<unknown>;

/** Runs configureNoLoss, and gives a `write` on the leader in another program. */
async function configured(context: CheckContext): Promise<Write> {
  // Both programs start at once; the second one only waits for its calls.
  const [program] = await Promise.all([context.student(), configure(context)]);
  return (row, what) => program.call('write', [context.cluster.leader.url, row], { what });
}

/** A write that no follower confirmed may be called unknown; rejected only if it has left nothing; never acked. */
async function noFalseRejection(
  { cluster: { leader }, signal }: CheckContext,
  id: number,
  told: unknown,
  what: string,
): Promise<void> {
  if (told === 'unknown') return;
  await endTransactions(leader, signal);
  const there = await hasRow(leader, id);
  must(told === 'rejected', `${what}, and the write was called ${String(told)}.`, {
    expected: there ? 'unknown: the row is committed on the leader, and the follower does not have it' : 'unknown',
    actual: `${String(told)}; ${await synchronousNames(leader)}`,
  });
  must(!there, `${what}, and the write was called rejected; but its row is committed on the leader.`, {
    expected: 'unknown',
    actual: told,
  });
}
