const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Until it is disposed, whoever begins to listen to an interrupt is taken off again at once. vitest ends the process at
 * one, before anything is cleaned up or reported: that is for the one who called us.
 */
export function keepSignals(): Disposable {
  const noticed = (event: string | symbol, listener: (...args: unknown[]) => void) => {
    const signal = signals.find((name) => name === event);
    // It is added after this; no signal is delivered before a microtask has run.
    if (signal) queueMicrotask(() => process.removeListener(signal, listener));
  };
  process.on('newListener', noticed);
  return { [Symbol.dispose]: () => void process.removeListener('newListener', noticed) };
}
