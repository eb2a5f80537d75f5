import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openAsker } from './ask.ts';

function terminal() {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const interrupt = new AbortController();
  const chunks: string[] = [];
  stdout.on('data', (chunk) => chunks.push(String(chunk)));
  const asker = openAsker({ stdin: () => stdin, stdout, signal: interrupt.signal }, 'type it on the command line');
  return { asker, interrupt, stdin, shown: () => chunks.join('') };
}

const digits = (line: string) => (/^\d+$/.test(line) ? Number(line) : undefined);

test('a question is asked again until its answer is one', async () => {
  const { asker, shown, stdin } = terminal();
  stdin.write('many\n\n31\n');
  expect(await asker.ask('how many? ', digits)).toBe(31);
  expect(shown()).toBe('how many? '.repeat(3));
  asker[Symbol.dispose]();
});

test('lines that were typed ahead answer the questions that come', async () => {
  const { asker, stdin } = terminal();
  stdin.end('1\n2\n');
  expect([await asker.ask('', digits), await asker.ask('', digits)]).toEqual([1, 2]);
  await expect(asker.ask('', digits)).rejects.toMatchObject({ code: 'ARGUMENT', next: 'type it on the command line' });
});

test('an interrupt ends the asking', async () => {
  const { asker, interrupt } = terminal();
  const asking = asker.ask('', digits);
  interrupt.abort();
  await expect(asking).rejects.toMatchObject({ code: 'INTERRUPTED' });
  await expect(asker.ask('', digits)).rejects.toMatchObject({ code: 'INTERRUPTED' });
});
