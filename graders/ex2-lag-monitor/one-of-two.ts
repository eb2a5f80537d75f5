import { type CheckContext, must, type Student, type StudentFault } from '#harness/grading';
import { madeUpReport, Watching } from './watching.ts';

/** Milliseconds for a busy machine to show a start. */
const patience = 15_000;

/** Whether the other one went on, and how the program failed where it did. */
export interface OneOfTwo {
  wentOn: boolean;
  fault: StudentFault | undefined;
}

/**
 * Stops one of two watches of a program while both pause; the other one's pause began later. The pauses are long, so
 * that a busy machine's program is in them when it hears of the end.
 */
export async function stopOneOfTwo(context: CheckContext): Promise<OneOfTwo> {
  const program = await context.student();
  const first = await begin(context, program);
  const other = await begin(context, program);
  first.watching.abort();
  const wentOn = await other.watching.until('another start', () => other.starts > 1, patience);
  other.watching.abort();
  await Promise.all([first, other].map(({ watching }) => watching.isOver(5000)));
  await program.kill();
  return { wentOn, fault: first.watching.ended?.fault ?? other.watching.ended?.fault };
}

interface Begun {
  watching: Watching;
  readonly starts: number;
}

/** A watch that has reported once, and pauses. */
async function begin(context: CheckContext, program: Student): Promise<Begun> {
  let starts = 0;
  const measure = async () => {
    starts += 1;
    return madeUpReport(context);
  };
  const watching = new Watching(context, program, { intervalMs: context.random.int(1400, 1700), measure });
  await watching.until('a report', () => watching.reports.length > 0, patience);
  return {
    watching,
    get starts() {
      return starts;
    },
  };
}

export function judgeOneOfTwo({ wentOn, fault }: OneOfTwo): void {
  if (!wentOn && fault) throw fault;
  must(wentOn, 'One of two watches was stopped in its pause, and the other one measures no more.', {
    expected: 'several watches in one program, each for itself',
    actual: 'no start of the other one',
    hint: 'What belongs to one watch, as its timer, is a variable of its call.',
  });
}
