import { measureLag } from './measure.ts';
import type { LagReport, WatchOptions } from './types.ts';

export function watchLag(
  { intervalMs, measure = measureLag, ...servers }: WatchOptions,
  onReport: (report: LagReport) => unknown,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let busy = false;
  const tick = async () => {
    if (busy) return;
    busy = true;
    try {
      const report = await measure(servers);
      if (!signal.aborted) await onReport(report);
    } catch (error) {
      console.warn('no report:', error);
    } finally {
      busy = false;
    }
  };
  if (signal.aborted) return Promise.resolve();
  void tick();
  const timer = setInterval(tick, intervalMs);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    resolve();
  });
  return promise;
}
