import { measureLag } from './measure.ts';
import type { LagReport, WatchOptions } from './types.ts';

export function watchLag(
  { intervalMs, measure = measureLag, leaderUrl, followerUrl }: WatchOptions,
  onReport: (report: LagReport) => unknown,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const tick = async () => {
      const report = await measure({ leaderUrl, followerUrl }).catch(() => undefined);
      if (report && !signal.aborted) await Promise.try(onReport, report).catch(() => undefined);
    };
    if (signal.aborted) return resolve();
    void tick();
    const timer = setInterval(tick, intervalMs);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      resolve();
    });
  });
}
