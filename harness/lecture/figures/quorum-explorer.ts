import { type QuorumFacts, quorumFacts } from './logic/quorum.ts';
import { beginFigure } from './page/begin-figure.ts';
import { controlRow, slider } from './page/controls.ts';
import { drawing, html, svg } from './page/elements.ts';
import { LiveTable } from './page/live-table.ts';
import { type Sentence, Verdict } from './page/verdict.ts';

/** Copies, and the write set and the read set among them that share least. */
class QuorumExplorer extends HTMLElement {
  #n = 5;
  #w = 2;
  #r = 3;
  readonly #picture = html('div');
  readonly #verdict = new Verdict();
  readonly #table = new LiveTable('What these numbers give', ['Question', 'Answer']);

  connectedCallback(): void {
    const written = slider({ label: 'w, answers to a write', min: 1, max: this.#n, value: this.#w }, (to) => {
      this.#w = to;
      this.#show();
    });
    const read = slider({ label: 'r, answers to a read', min: 1, max: this.#n, value: this.#r }, (to) => {
      this.#r = to;
      this.#show();
    });
    const copies = slider({ label: 'n, copies', min: 1, max: 7, value: this.#n }, (to) => {
      this.#n = to;
      this.#w = Math.min(this.#w, to);
      this.#r = Math.min(this.#r, to);
      written.set(this.#w, to);
      read.set(this.#r, to);
      this.#show();
    });
    const sliders = [copies, written, read].map(({ element }) => element);
    beginFigure(
      this,
      controlRow('Copies and answers', ...sliders),
      this.#picture,
      this.#verdict.element,
      this.#table.element,
    );
    this.#show();
  }

  #show(): void {
    const facts = quorumFacts(this.#n, this.#w, this.#r);
    this.#picture.replaceChildren(drawCopies(this.#n, facts));
    this.#verdict.show(...quorumSentences(this.#n, this.#w, this.#r, facts));
    this.#table.rows(quorumRows(this.#n, this.#w, facts));
  }
}

function quorumSentences(n: number, w: number, r: number, facts: QuorumFacts): Sentence[] {
  const sum = `n=${n}, w=${w}, r=${r}: w + r = ${w + r}`;
  const { written, read } = facts.worst;
  const both = written.filter((copy) => read.includes(copy));
  return [
    facts.readsMeetWrites
      ? { text: `${sum} is more than n. Every read asks at least ${copiesOf(facts.overlap)} that has the write.` }
      : { text: `${sum} is not more than n. A read can miss the write.`, tone: 'bad' },
    {
      text: facts.readsMeetWrites
        ? `The pair that shares least: written on ${listed(written)}, read from ${listed(read)}; they share ${listed(both)}.`
        : `For example: written on ${listed(written)}, read from ${listed(read)}. They share nothing.`,
    },
    {
      text: 'What this does not give: linearizability. While a write is under way one read may see it and a later one not; a write that failed may be on some copies; and if copies are lent by others (sloppy quorums), the sums do not hold.',
      tone: 'quiet',
    },
  ];
}

function quorumRows(n: number, w: number, facts: QuorumFacts): string[][] {
  const { pairs, apart, writeFailures, readFailures, writesMeetWrites } = facts;
  return [
    ['Pairs of a write set and a read set', `${pairs}, of which ${apart} share no copy`],
    ['Copies that may be down for writes', String(writeFailures)],
    ['Copies that may be down for reads', String(readFailures)],
    [
      'Do two writes always meet on a copy (w > n/2)?',
      writesMeetWrites
        ? `yes: ${w} is more than half of ${n}`
        : `no: ${w} is not more than half of ${n}; two writes at once may both succeed without a copy that has seen both`,
    ],
  ];
}

function copiesOf(count: number): string {
  return count === 1 ? '1 copy' : `${count} copies`;
}

function listed(copies: readonly number[]): string {
  const words = copies.map(String);
  const end = words.pop();
  return words.length > 0 ? `${words.join(', ')} and ${end}` : `${end}`;
}

/** Brackets above for the write, below for the read: shape and words say it, not the colour. */
function drawCopies(n: number, { worst }: QuorumFacts): SVGSVGElement {
  const x = (copy: number) => 150 + (copy - (n + 1) / 2) * 40;
  const shapes = Array.from({ length: n }, (_, at) => {
    const copy = at + 1;
    const [isWritten, isRead] = [worst.written.includes(copy), worst.read.includes(copy)];
    return svg(
      'g',
      {},
      svg('circle', { cx: x(copy), cy: 60, r: 14, class: isWritten ? 'is-filled' : 'is-node' }),
      isRead ? svg('circle', { cx: x(copy), cy: 60, r: 18, class: 'is-second', 'stroke-dasharray': '3 2' }) : '',
      svg(
        'text',
        { x: x(copy), y: 64, 'text-anchor': 'middle', class: isWritten ? 'is-on-filled' : undefined },
        `${copy}`,
      ),
    );
  });
  const bracket = (set: readonly number[], y: number, tip: number, look: string) => {
    const [from, to] = [x(Math.min(...set)) - 16, x(Math.max(...set)) + 16];
    return svg('path', { d: `M${from} ${y + tip}V${y}H${to}V${y + tip}`, class: look });
  };
  const word = (set: readonly number[], y: number, text: string) =>
    svg('text', { x: (x(Math.min(...set)) + x(Math.max(...set))) / 2, y, 'text-anchor': 'middle' }, text);
  return drawing(
    300,
    120,
    bracket(worst.written, 30, 7, 'is-strong'),
    word(worst.written, 23, 'written'),
    bracket(worst.read, 92, -7, 'is-second'),
    word(worst.read, 107, 'read'),
    ...shapes,
  );
}

customElements.define('lab-quorum-explorer', QuorumExplorer);
