import { type CheckContext, fail, must } from '#harness/grading';
import { markLeader, whyNoReplica } from './replica.ts';
import { runSetUp } from './set-up.ts';

/** Calls `setUp` twice, in two programs, and looks for what the second call has changed. */
export async function setUpTwice(context: CheckContext): Promise<void> {
  const { cluster } = context;
  const before = await markLeader(context);
  const first = await runSetUp(context);
  must(first.threw === undefined, 'setUp did not end well.', {
    expected: 'it returns, within 30 seconds',
    actual: first.threw,
    hint: 'Let errors that matter out, and see to it that none is left. Await what you start.',
  });
  const unready = await whyNoReplica(context, before);
  if (unready !== undefined) {
    fail('The follower does not follow after the first call.', {
      expected: 'it streams, as it did before',
      actual: unready,
      hint: 'setUp had another result than the time before: look for what depends on timing.',
    });
  }
  const traces = await leaveTraces(context);

  const second = await runSetUp(context);
  must(second.threw === undefined, 'setUp was called again, and did not end well.', {
    expected: 'it returns, within 30 seconds',
    actual: second.threw,
  });
  const because = await whyNoReplica(context, before);
  must(because === undefined, 'setUp was called again, and now the follower does not follow any more.', {
    expected: 'it streams as before',
    actual: because,
  });
  await traces.look();
  // What streams may be a connection from before. The next one needs what is in the files now.
  const cut = await cluster.disconnect(cluster.follower);
  await cut.heal();
  const later = await whyNoReplica(context, before);
  must(later === undefined, 'setUp was called again, and now the follower cannot connect anew.', {
    expected: 'after a short break of its link it streams again',
    actual: later,
    hint: 'A role that is there keeps its password: the follower has no other.',
  });
}

/** Marks the follower's directory and changes rows. `look` fails for what did not stay as it was. */
async function leaveTraces({ cluster, random }: CheckContext): Promise<{ look: () => Promise<void> }> {
  const { leader, follower } = cluster;
  const mark = random.word(16);
  await follower.machine.writeFile('lab_mark', mark);
  const label = () => follower.machine.readFile('backup_label.old').catch(() => 'none');
  const labelBefore = await label();

  const added = random.product();
  const changed = { product_id: 102, quantity: random.int(1000, 9999) };
  await leader
    .query('INSERT INTO public.inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', [
      added.product_id,
      added.product_name,
      added.quantity,
    ])
    .catch(noTable);
  await leader
    .query('UPDATE public.inventory SET quantity = $2 WHERE product_id = $1', [changed.product_id, changed.quantity])
    .catch(noTable);
  const rows = () =>
    leader
      .query('SELECT product_id, quantity FROM public.inventory ORDER BY product_id')
      .then((found) => found.map(({ product_id, quantity }) => `${product_id}: ${quantity}`).join(', '), noTable);
  const rowsBefore = await rows();

  const look = async () => {
    const found = await follower.machine.readFile('lab_mark').catch(() => '');
    must(found === mark && (await label()) === labelBefore, 'setUp was called again, and made the follower anew.', {
      expected: 'the data directory of the first call',
      actual: 'another base backup in its place',
      hint: 'Look into the data directory before you copy: where PG_VERSION is, there is a database.',
    });
    const rowsAfter = await rows();
    must(rowsAfter === rowsBefore, 'setUp was called again, and rows of inventory are not as they were.', {
      expected: rowsBefore,
      actual: rowsAfter,
      hint: 'CREATE TABLE IF NOT EXISTS, and INSERT … ON CONFLICT DO NOTHING.',
    });
  };
  return { look };
}

/** The table is another check's matter. */
function noTable(error: Error): string {
  return error.message;
}
