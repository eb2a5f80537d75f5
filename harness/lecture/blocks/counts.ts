import type { Block } from './collect-blocks.ts';

export interface BlockCounts {
  /** Run, and must succeed. */
  executed: number;
  /** Run, and must fail. */
  failures: number;
  norun: number;
}

/** Of a hundred blocks, how many may be shown without being run. */
const norunLimit = 5;

export function blockCounts(blocks: readonly Block[]): BlockCounts {
  const runs = blocks.filter((block) => block.kind === 'run');
  const norun = runs.filter(({ verbs }) => verbs.mode === 'norun').length;
  const failures = runs.filter(({ verbs }) => verbs.mode === 'run' && verbs.fails !== undefined).length;
  return { executed: runs.length - norun - failures, failures, norun };
}

export function describeCounts({ executed, failures, norun }: BlockCounts): string {
  return `${executed} blocks executed, ${failures} expected failure${failures === 1 ? '' : 's'}, ${norun} not run`;
}

/** Says when more is only shown than may be; undefined when it is not. */
export function tooManyNorun(blocks: readonly Block[]): string | undefined {
  const { executed, failures, norun } = blockCounts(blocks);
  const share = (100 * norun) / Math.max(1, executed + failures + norun);
  return share > norunLimit
    ? `${share.toFixed(1)} % of the blocks are not run, at most ${norunLimit} % may be`
    : undefined;
}
