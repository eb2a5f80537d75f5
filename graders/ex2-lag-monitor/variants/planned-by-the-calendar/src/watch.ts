import { measureLag } from './measure.ts';
import type { LagReport, WatchOptions } from './types.ts';

export async function watchLag(
  options: WatchOptions,
  onReport: (report: LagReport) => unknown,
  signal: AbortSignal,
): Promise<void> {
  const measure = options.measure ?? measureLag;
  const over = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const step = () => {
    const begun = Date.now();
    const went = measure(options).then(async (report) => {
      if (!signal.aborted) await onReport(report);
    });
    const plan = () => {
      if (signal.aborted) return;
      const past = Date.now() - begun;
      timer = setTimeout(step, past < options.intervalMs ? options.intervalMs - past : 0);
    };
    went.then(plan, plan);
  };
  if (signal.aborted) return;
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    over.resolve();
  });
  step();
  await over.promise;
}
