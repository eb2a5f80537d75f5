import {
  type CheckContext,
  clientLink,
  fail,
  must,
  NotYet,
  readShares,
  type Student,
  waitUntil,
} from '#harness/grading';
import { type Apart, caughtUp, outcomeOf, stock, tellApart } from './pair.ts';
import { besideSilence, whileWell } from './patience.ts';
import type { Product } from './rounds.ts';

/** Reads in a row, how many at a time, and the part of them that each node must answer. */
const reads = 200;
const atOnce = 4;
const fairPart = 0.2;

/** Milliseconds in which a node that is back must answer reads again. */
const backAgain = 10_000;

/** While replay is paused the two nodes have different quantities, and each answer says whose it is. */
export async function readsAreSpread(context: CheckContext): Promise<void> {
  const reader = await Reader.start(context);
  const sides = await reader.apart();
  const answers: unknown[] = [];
  while (answers.length < reads) {
    answers.push(...(await Promise.all(Array.from({ length: atOnce }, () => reader.read('Both nodes are well')))));
  }
  const { shares, strange } = readShares(answers, { ...sides });
  must(strange.length === 0, 'getQuantity returned a quantity that no node has.', {
    expected: `${sides.leader} from the leader, ${sides.follower} from the follower`,
    actual: strange[0],
  });
  for (const [node, share] of Object.entries(shares)) {
    must(share >= fairPart, `The ${node} answers too few of the reads.`, {
      expected: `of ${reads} reads, each node answers at least ${reads * fairPart}`,
      actual: `the leader ${Math.round((shares.leader ?? 0) * reads)}, the follower ${Math.round((shares.follower ?? 0) * reads)}`,
    });
  }
}

/** As long as one node answers, reads go on; and one that is back answers again. */
export async function readsGoOn(context: CheckContext): Promise<void> {
  const { cluster, signal } = context;
  const { leader, follower } = cluster;
  const reader = await Reader.start(context);
  // Whoever keeps connections open has one to each node when it breaks.
  await Promise.all(Array.from({ length: atOnce }, () => reader.read('Both nodes are well')));
  let sides = await reader.apart();
  await follower.kill();
  for (let left = 6; left > 0; left -= 1) await reader.mustRead(sides.leader, 'The follower is dead');
  await follower.start();
  await follower.answers({ timeout: 20_000, signal });
  sides = await reader.apart();
  await mustComeBack(reader, 'follower', sides, signal);
  // Either node in turn, for a limit that only one of them has is none.
  for (const [silent, well] of [
    ['follower', 'leader'],
    ['leader', 'follower'],
  ] as const) {
    const silence = await cluster.inflict([clientLink(cluster[silent].name)], { kind: 'hold' });
    await reader.mustReadBeside(well, sides, `The ${silent} is silent`);
    await silence.heal();
    await mustComeBack(reader, silent, sides, signal);
  }
  await leader.kill();
  for (let left = 4; left > 0; left -= 1) await reader.mustRead(sides.follower, 'The leader is dead');
}

async function mustComeBack(reader: Reader, back: keyof Apart, sides: Apart, signal: AbortSignal): Promise<void> {
  // A read that fails is judged; it must not be tried again as a probe would be.
  const answered = async () => {
    const [answer] = await Promise.allSettled([reader.read(`The ${back} is back`)]);
    if (answer.status === 'rejected' || answer.value === sides[back]) return answer;
    return new NotYet(`answers of the other node: ${String(answer.value)}`);
  };
  const wait = waitUntil(`a read from the ${back}`, answered, { timeout: backAgain, signal });
  const answer = await wait.catch(() => {
    signal.throwIfAborted();
    return fail(`The ${back} is back, and does not get any reads.`, {
      expected: `an answer of the ${back} within ${backAgain / 1000} seconds`,
      actual: 'the other node answers all',
    });
  });
  if (answer.status === 'rejected') throw answer.reason;
}

/** The program that reads, and what it reads. */
class Reader {
  readonly #context: CheckContext;
  readonly #program: Student;
  readonly #product: Product;

  private constructor(context: CheckContext, program: Student, product: Product) {
    this.#context = context;
    this.#program = program;
    this.#product = product;
  }

  static async start(context: CheckContext): Promise<Reader> {
    const [product] = await stock(context);
    return new Reader(context, await context.student(), product as Product);
  }

  async apart(): Promise<Apart> {
    const { follower } = this.#context.cluster;
    await follower.query('SELECT pg_catalog.pg_wal_replay_resume()');
    await caughtUp(this.#context);
    return await tellApart(this.#context, this.#product);
  }

  /** What getQuantity says; it must not throw. `when` is a sentence. */
  async read(when: string): Promise<unknown> {
    return quantityIn(await whileWell(() => this.#ask()), when);
  }

  async mustRead(expected: number, when: string): Promise<void> {
    mustBe(expected, await this.read(when), when);
  }

  /** Several reads at once, while the other node is silent. */
  async mustReadBeside(well: keyof Apart, sides: Apart, when: string): Promise<void> {
    const ask = () => Promise.all(Array.from({ length: atOnce }, () => outcomeOf(this.#ask())));
    const outcomes = await besideSilence(this.#context, this.#context.cluster[well], ask);
    for (const outcome of outcomes) mustBe(sides[well], quantityIn(outcome, when), when);
  }

  async #ask(): Promise<unknown> {
    const { leader, follower } = this.#context.cluster;
    const nodes = { leaderUrl: leader.url, followerUrl: follower.url };
    return await this.#program.call('getQuantity', [nodes, this.#product.product_name]);
  }
}

function quantityIn(outcome: Awaited<ReturnType<typeof outcomeOf>>, when: string): unknown {
  if ('value' in outcome) return outcome.value;
  return fail(`${when}, and getQuantity has failed.`, {
    expected: 'the quantity, from a node that answers',
    actual: outcome.threw.message,
  });
}

function mustBe(expected: number, quantity: unknown, when: string): void {
  must(quantity === expected, `${when}, and getQuantity returned something else than the other node has.`, {
    expected,
    actual: quantity,
  });
}
