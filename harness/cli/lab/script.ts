import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { deadline } from '../../core/clock.ts';
import { Dialogue } from '../../playground/dialogue.ts';
import type { Playground } from '../../playground/playground.ts';
import type { Reading } from '../../playground/read-commands.ts';
import { statusLine } from '../../playground/render-status.ts';
import type { Terminal } from '../command.ts';

export interface ScriptOptions {
  lab: Playground;
  stdout: Terminal;
  signal: AbortSignal;
  /** Go on after a command that failed. */
  keepGoing: boolean;
  /** After a command that acts on a node: the state of all, in a line. */
  live: boolean;
}

/** Milliseconds for the answer of one command, and of those in the background at the end. */
const patience = 30_000;

/**
 * Performs commands that nobody types: each is shown as at the prompt, with what it says. Returns the exit code: 1 when
 * a command failed, and what stood after it was not done.
 */
export async function runScript(
  lines: Iterable<string> | AsyncIterable<string>,
  options: ScriptOptions,
): Promise<number> {
  const { lab, stdout, signal, keepGoing } = options;
  const dialogue = new Dialogue(lab.cluster.nodes.map(({ name }) => name));
  let code = 0;
  for await (const line of lines) {
    const { node } = dialogue;
    const prompt = node === undefined ? 'lab> ' : `${node}=> `;
    const readings = dialogue.read(line);
    if (dialogue.node !== node) stdout.write(`${prompt}${line.trim()}\n`);
    for (const reading of readings) {
      signal.throwIfAborted();
      const done = await runOne(reading, prompt, options);
      if (done === 'quit') return code;
      if (done === 'done') continue;
      code = 1;
      if (keepGoing) continue;
      stdout.write('What follows was not done: --keep-going goes on after a command that failed.\n');
      return code;
    }
  }
  if (dialogue.within) {
    stdout.write('The last statement has no semicolon at its end, and was not sent.\n');
    code = 1;
  }
  using limited = limit(signal);
  const good = await lab.settled(limited.signal);
  return good ? code : 1;
}

/** The lines of a pipe. */
export function linesOf(input: Readable): AsyncIterable<string> {
  return createInterface({ input, terminal: false });
}

async function runOne(reading: Reading, prompt: string, options: ScriptOptions): Promise<'done' | 'failed' | 'quit'> {
  const { lab, stdout, signal, live } = options;
  stdout.write(`${prompt}${reading.source}\n`);
  if ('problem' in reading) {
    stdout.write(`${reading.problem}\n`);
    return 'failed';
  }
  if (reading.spec.name === 'quit') return 'quit';
  using limited = limit(signal);
  const { text, failure } = await lab.perform(reading, limited.signal);
  if (text.trim() !== '') stdout.write(`${text.trimEnd()}\n`);
  if (failure) return 'failed';
  if (live && reading.spec.rest === 'words' && reading.node !== undefined && reading.spec.name !== 'log')
    stdout.write(`${statusLine(await lab.status())}\n`);
  return 'done';
}

/** A signal that fires with another one, and when a command has had its time. */
function limit(signal: AbortSignal): Disposable & { signal: AbortSignal } {
  const late = new AbortController();
  const timer = deadline(patience, () => late.abort());
  return { signal: AbortSignal.any([signal, late.signal]), [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
