import { expect, test } from 'vitest';
import { keepSignals } from './keep-signals.ts';

test('who begins to listen to an interrupt is taken off at once; who listened before stays', async () => {
  const before = process.listeners('SIGTERM');
  const mine = () => undefined;
  process.on('SIGTERM', mine);
  {
    using _kept = keepSignals();
    process.once('SIGTERM', () => process.exit(1));
    process.on('SIGUSR2', mine);
    await Promise.resolve();
    expect(process.listeners('SIGTERM')).toEqual([...before, mine]);
  }
  expect(process.listeners('SIGUSR2')).toContain(mine);
  process.removeListener('SIGUSR2', mine);
  process.removeListener('SIGTERM', mine);
});
