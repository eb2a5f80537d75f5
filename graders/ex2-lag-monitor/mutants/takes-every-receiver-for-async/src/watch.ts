import { measureLag } from './measure.ts';
import type { LagReport, WatchOptions } from './types.ts';

/**
 * Measures at once and then every `intervalMs`, counted from start to start, until the signal fires; then it resolves
 * at once. Never two measurements at a time: after one that takes longer than the interval, the next starts when it
 * is over. A measurement or a receiver of reports that fails costs one report.
 */
export async function watchLag(
  { intervalMs, measure = measureLag, leaderUrl, followerUrl }: WatchOptions,
  onReport: (report: LagReport) => unknown,
  signal: AbortSignal,
): Promise<void> {
  const stopped = new Promise<'stopped'>((resolve) => {
    if (signal.aborted) resolve('stopped');
    signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
  let due = performance.now();
  while (!signal.aborted) {
    const measuring = attempt(() => measure({ leaderUrl, followerUrl }));
    const report = await Promise.race([measuring, stopped]);
    if (report === 'stopped' || signal.aborted) return;
    // WRONG: a call that throws makes no promise.
    if (report !== undefined) Promise.resolve(onReport(report)).catch(() => undefined);
    const now = performance.now();
    due = Math.max(due + intervalMs, now);
    const next = Promise.withResolvers<void>();
    const timer = setTimeout(next.resolve, due - now);
    await Promise.race([next.promise, stopped]);
    clearTimeout(timer); // it would keep the program alive until the next start
  }
}

/** What it comes to, or undefined when it throws. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
