/**
 * Takes item after item off the queue and works on `lanes` of them at a time, until the queue is empty or the signal
 * fires; what was begun is waited for. Work may put items back. A lane does one thing after another, so what belongs
 * to it is never used twice at once. Rejects with the first error of `work`, and then the other lanes take no more.
 */
export async function sideBySide<T>(
  queue: T[],
  lanes: number,
  signal: AbortSignal,
  work: (item: T, lane: number) => Promise<void>,
): Promise<void> {
  const failed: unknown[] = [];
  const run = async (lane: number) => {
    while (!signal.aborted && failed.length === 0 && queue.length > 0) {
      try {
        await work(queue.shift() as T, lane);
      } catch (error) {
        failed.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
  if (failed.length > 0) throw failed[0];
}
