import { wallNow } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import { NotYet, waitUntil } from '../core/wait-until.ts';
import type { Block, RunBlock } from '../lecture/blocks/collect-blocks.ts';
import type { Chapter } from '../lecture/chapter.ts';
import type { Outcome } from '../playground/outcome.ts';
import { maskOutput } from './masks.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

/** How the blocks of one chapter went. */
export interface ChapterResult {
  slug: string;
  results: readonly BlockResult[];
  /** Blocks after one that went wrong: what they need may not be there. */
  notReached: number;
  milliseconds: number;
}

export interface BlockResult {
  block: Block;
  /** What it printed, as the page shows it. */
  printed: string;
  /** What is wrong, for the author: some lines. */
  problem: string | undefined;
}

/** Milliseconds that `until` asks again, and that any one block may take. */
const untilTimeout = 15_000;

/**
 * Runs the blocks of a chapter in their order on nodes of its own. The first one that does not do what it says ends the
 * chapter; a different output does not. With `update`, no output is compared.
 */
export async function runChapter(
  options: StageOptions & { chapter: Chapter; update: boolean; signal: AbortSignal },
): Promise<ChapterResult> {
  const { chapter, signal } = options;
  const began = wallNow();
  const results: BlockResult[] = [];
  const runnable = chapter.blocks.filter((block) => block.kind === 'answer' || block.verbs.mode === 'run');
  if (runnable.length > 0) {
    await using stage = await openStage(options, chapter);
    for (const block of runnable) {
      signal.throwIfAborted();
      const result = await runBlock(stage, block, options.update);
      results.push(result);
      if (result.problem !== undefined && !isDifference(result)) break;
    }
  }
  const notReached = runnable.length - results.length;
  return { slug: chapter.slug, results, notReached, milliseconds: wallNow() - began };
}

async function runBlock(stage: Stage, block: Block, update: boolean): Promise<BlockResult> {
  try {
    const outcome = await perform(stage, block);
    const printed = outcome.text.replace(/[^\S\n]+$/gm, '').replace(/^\n+|\n+$/g, '');
    const problem = unexpected(block, outcome) ?? (update ? undefined : difference(block, printed));
    return { block, printed, problem };
  } catch (error) {
    return { block, printed: '', problem: messageOf(error) };
  }
}

async function perform(stage: Stage, block: Block): Promise<Outcome> {
  if (block.kind === 'answer') return await stage.answer(block);
  const { until } = block.verbs;
  if (until === undefined) return await stage.run(block);
  let last: Outcome | undefined;
  try {
    return await waitUntil(
      `the answer to be ${JSON.stringify(until)}`,
      async () => {
        last = await stage.run(block);
        return hasAnswer(last.text, until) ? last : new NotYet(last.text);
      },
      { timeout: untilTimeout, interval: 20 },
    );
  } catch (cause) {
    throw new Error(`did not print ${JSON.stringify(until)} in ${untilTimeout} ms; last:\n${last?.text}`, { cause });
  }
}

/** Whether a line, or a cell of a row, is the answer: `1` is not the `(1 row)` below a table. */
function hasAnswer(text: string, answer: string): boolean {
  return text.split('\n').some((line) => line.split('|').some((cell) => cell.trim() === answer));
}

/** Whether it succeeded or failed as it says. */
function unexpected(block: Block, { failure, text }: Outcome): string | undefined {
  const fails = block.kind === 'run' ? block.verbs.fails : undefined;
  if (failure?.code === fails) return undefined;
  if (failure === undefined) return `must fail with ${fails}, and succeeded:\n${text}`;
  return `${fails === undefined ? 'failed' : `must fail with ${fails}, and failed`} with ${failure.code}:\n${text}`;
}

const differs = 'prints something else now (--update writes it):';

function isDifference({ problem }: BlockResult): boolean {
  return problem?.startsWith(differs) ?? false;
}

function difference(block: Block, printed: string): string | undefined {
  if (block.output === undefined || sameOutput(block, printed)) return undefined;
  const lines = (sign: string, text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => `${sign} ${line}`);
  return [differs, ...lines('-', block.output.text), ...lines('+', printed)].join('\n');
}

/** Whether the chapter's output says the same, but for what changes from run to run. */
export function sameOutput(block: Block, printed: string): boolean {
  const masks = block.kind === 'run' ? (block as RunBlock).verbs.masks : [];
  return maskOutput(block.output?.text ?? '', masks) === maskOutput(printed, masks);
}
