import { measureLag } from './measure.ts';
import type { LagReport, WatchOptions } from './types.ts';

export async function watchLag(
  options: WatchOptions,
  onReport: (report: LagReport) => unknown,
  signal: AbortSignal,
): Promise<void> {
  const measure = options.measure ?? measureLag;
  await new Promise<void>((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    const step = () => {
      const begun = Date.now();
      measure(options)
        .then(async (report) => {
          if (!signal.aborted) await onReport(report);
        })
        .catch(() => undefined)
        .then(() => {
          if (signal.aborted) return;
          const past = Date.now() - begun;
          const left = past < options.intervalMs ? options.intervalMs - past : 0;
          timer = setTimeout(step, left);
        });
    };
    step();
  });
}
