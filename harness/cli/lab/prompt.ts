import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline';
import type { Readable } from 'node:stream';
import { styleText } from 'node:util';
import { complete } from '../../playground/complete.ts';
import { Dialogue } from '../../playground/dialogue.ts';
import type { Playground } from '../../playground/playground.ts';
import { statusLine } from '../../playground/render-status.ts';
import type { Terminal } from '../command.ts';

export interface PromptOptions {
  lab: Playground;
  stdin: Readable;
  stdout: Terminal;
  /** Show what each node is above the prompt, and keep that true. */
  live: boolean;
  color: boolean;
  /** Earlier lines, the newest first. */
  history: readonly string[];
  /** Is told the lines when they change. */
  remember(history: readonly string[]): void;
  /** Ctrl-C with nothing to cancel. */
  interrupt(): void;
  signal: AbortSignal;
}

/** Milliseconds between two looks at the nodes. */
const beat = 1000;

/** A prompt on a terminal, until `quit`, Ctrl-D or an interrupt. */
export class Prompt implements Disposable {
  readonly #options: PromptOptions;
  readonly #dialogue: Dialogue;
  readonly #terminal: Interface;
  readonly #lines: string[] = [];
  readonly #timer: NodeJS.Timeout | undefined;
  #status = '';
  #looking = false;
  /** Whether the prompt is on the screen, and nothing runs. */
  #waiting = false;
  #running: AbortController | undefined;
  #closed = false;
  #wake: () => void = () => undefined;

  constructor(options: PromptOptions) {
    const { lab, stdin, stdout, history, remember } = options;
    const nodes = lab.cluster.nodes.map(({ name }) => name);
    this.#options = options;
    this.#dialogue = new Dialogue(nodes);
    this.#terminal = createInterface({
      input: stdin,
      output: stdout,
      terminal: true,
      history: [...history],
      historySize: 500,
      removeHistoryDuplicates: true,
      completer: (line: string) => (this.#dialogue.node === undefined ? complete(line, nodes) : [[], line]),
    });
    this.#terminal.on('line', (line) => {
      this.#waiting = false;
      this.#lines.push(line);
      this.#wake();
    });
    this.#terminal.on('history', remember);
    this.#terminal.on('SIGINT', () => this.#interrupted());
    this.#terminal.on('close', () => this.#end());
    options.signal.addEventListener('abort', () => this.#end(), { once: true });
    if (options.live) this.#timer = setInterval(() => void this.#look(), beat);
  }

  /** Performs what is typed, until the end is said. */
  async run(): Promise<void> {
    for (;;) {
      const line = await this.#nextLine();
      if (line === undefined) return;
      for (const reading of this.#dialogue.read(line)) {
        if ('problem' in reading) this.#print(reading.problem);
        else if (reading.spec.name === 'quit') return;
        else {
          this.#running = new AbortController();
          const { text } = await this.#options.lab.perform(reading, this.#running.signal);
          this.#running = undefined;
          if (text.trim() !== '') this.#print(text.trimEnd());
        }
        if (this.#closed) return;
      }
    }
  }

  /** Writes text of its own, whatever is being typed. */
  say(text: string): void {
    if (this.#waiting) this.#clear();
    this.#print(text);
    if (this.#waiting) this.#show();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#closed = true;
    this.#terminal.close();
  }

  async #nextLine(): Promise<string | undefined> {
    if (this.#lines.length === 0 && !this.#closed) {
      await this.#look();
      this.#waiting = true;
      this.#show();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.#lines.length > 0 || this.#closed) resolve();
      });
    }
    return this.#closed ? undefined : this.#lines.shift();
  }

  /** Asks the nodes what they are; where that is news, and the prompt waits, it is drawn again. */
  async #look(): Promise<void> {
    const { lab, live } = this.#options;
    if (!live || this.#looking || this.#closed) return;
    this.#looking = true;
    const line = statusLine(await lab.status(), (this.#options.stdout.columns || 80) - 1);
    this.#looking = false;
    if (line === this.#status) return;
    this.#status = line;
    if (this.#waiting && !this.#closed) this.#show();
  }

  /** The status is a part of the prompt, so that one place draws both and knows where they are. */
  #show(): void {
    const { live, color } = this.#options;
    const { prompt, within } = this.#dialogue;
    const status = color ? styleText('dim', this.#status, { validateStream: false }) : this.#status;
    this.#terminal.setPrompt(live && !within ? `${status}\n${prompt}` : prompt);
    this.#terminal.prompt(true);
  }

  /** Takes the prompt and what is typed off the screen; `#show` brings it back. */
  #clear(): void {
    const { stdout } = this.#options;
    moveCursor(stdout, 0, -this.#terminal.getCursorPos().rows);
    cursorTo(stdout, 0);
    clearScreenDown(stdout);
    // Where readline believes the cursor to be below the first row of its prompt.
    (this.#terminal as unknown as { prevRows: number }).prevRows = 0;
  }

  #print(text: string): void {
    this.#options.stdout.write(`${text}\n`);
  }

  /** As psql: what runs is cancelled, what is typed is dropped, and where there is neither it is the end. */
  #interrupted(): void {
    if (this.#running) this.#running.abort();
    else if (this.#terminal.line !== '' || this.#dialogue.within) this.#drop();
    else this.#options.interrupt();
  }

  #drop(): void {
    this.#dialogue.drop();
    this.#options.stdout.write('^C\n');
    (this.#terminal as unknown as { prevRows: number }).prevRows = 0;
    this.#terminal.write(null, { ctrl: true, name: 'e' });
    this.#terminal.write(null, { ctrl: true, name: 'u' });
    this.#show();
  }

  #end(): void {
    if (this.#waiting && !this.#closed) this.#options.stdout.write('\n');
    this.#closed = true;
    this.#running?.abort();
    this.#wake();
  }
}
