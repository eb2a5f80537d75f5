import { type ReplicaAction, type ReplicaHistory, replayHistory, vectorInWords } from './logic/version-vectors.ts';
import { beginFigure } from './page/begin-figure.ts';
import { actionButton, allow, choice, controlRow, slider } from './page/controls.ts';
import { drawing, html, svg } from './page/elements.ts';
import { LiveTable } from './page/live-table.ts';
import { type Sentence, Verdict } from './page/verdict.ts';

/** One value on some replicas: what version vectors keep, and what last-write-wins drops. */
class VersionVectors extends HTMLElement {
  #replicas: readonly string[] = ['A', 'B'];
  #actions: ReplicaAction[] = exampleHistory();
  #ahead = 0;
  readonly #writes = controlRow('Writes');
  readonly #syncs = controlRow('Syncs');
  readonly #picture = html('div');
  readonly #verdict = new Verdict();
  readonly #now = new LiveTable('What each replica has', ['Replica', 'Version vectors', 'Last-write-wins']);
  readonly #story = new LiveTable('The history', ['Write', 'On', 'Its vector', 'Its time stamp', 'Last-write-wins']);
  readonly #back = actionButton('Back', () => this.#change(this.#actions.slice(0, -1)));
  readonly #again = actionButton('Start empty', () => this.#change([]));

  connectedCallback(): void {
    const words = (value: number) => (value === 0 ? 'right' : `${Math.abs(value)} s ${value > 0 ? 'ahead' : 'behind'}`);
    const skew = slider({ label: 'Clock of B', min: -6, max: 6, value: this.#ahead, words }, (to) => {
      this.#ahead = to;
      this.#show();
    });
    const count = choice('Replicas', ['2', '3'], '2', (to) => {
      this.#replicas = ['A', 'B', 'C'].slice(0, Number(to));
      this.#offer();
      this.#change(exampleHistory());
    });
    const example = actionButton('Example', () => this.#change(exampleHistory()));
    beginFigure(
      this,
      this.#writes,
      this.#syncs,
      controlRow('The history', this.#back, this.#again, example, count),
      controlRow('Clocks', skew.element),
      this.#verdict.element,
      this.#picture,
      this.#now.element,
      this.#story.element,
    );
    this.#offer();
    this.#show();
  }

  /** The buttons of the replicas that there are. */
  #offer(): void {
    const add = (action: ReplicaAction) => () => this.#change([...this.#actions, action]);
    this.#writes.replaceChildren(
      ...this.#replicas.map((at) => actionButton(`Write on ${at}`, add({ kind: 'write', at }))),
    );
    this.#syncs.replaceChildren(
      ...pairsOf(this.#replicas).map(([a, b]) =>
        actionButton(`Sync ${a} and ${b}`, add({ kind: 'sync', between: [a, b] })),
      ),
    );
  }

  #change(actions: ReplicaAction[]): void {
    this.#actions = actions.slice(-historyLimit);
    this.#show();
  }

  #show(): void {
    const history = replayHistory(this.#replicas, this.#actions, { B: this.#ahead });
    const some = this.#actions.length > 0;
    allow(this.#back, some, 'nothing has happened yet');
    allow(this.#again, some, 'nothing has happened yet');
    this.#verdict.show(...versionSentences(this.#replicas, history));
    this.#picture.replaceChildren(drawHistory(this.#replicas, this.#actions, history));
    this.#now.rows(
      this.#replicas.map((name) => {
        const siblings = (history.siblings[name] ?? []).map(
          ({ value, vector }) => `${value} [${vectorInWords(vector)}]`,
        );
        const several = siblings.length > 1 ? `${siblings.length} siblings: ` : '';
        return [name, several + (siblings.join(', ') || 'nothing'), history.winner[name]?.value ?? 'nothing'];
      }),
    );
    this.#story.rows(
      history.writes.map(({ value, replica, vector, stamp }) => {
        const lost = history.lost.includes(value);
        const fate = lost
          ? { text: 'lost', bad: true }
          : isKept(history, value)
            ? 'kept'
            : 'replaced by one that had seen it';
        return [value, replica, `[${vectorInWords(vector)}]`, `${stamp} s`, fate];
      }),
    );
  }
}

/** Actions that are kept: more would not fit into the drawing. */
const historyLimit = 14;

/** B writes and A sees it, then both write: siblings without skew; with B's clock ahead even a write that saw loses. */
function exampleHistory(): ReplicaAction[] {
  return [
    { kind: 'write', at: 'B' },
    { kind: 'sync', between: ['A', 'B'] },
    { kind: 'write', at: 'A' },
    { kind: 'write', at: 'B' },
    { kind: 'sync', between: ['A', 'B'] },
  ];
}

function versionSentences(replicas: readonly string[], history: ReplicaHistory): Sentence[] {
  if (history.writes.length === 0)
    return [{ text: 'Nothing is written yet. Write on a replica, then let two of them sync.' }];
  const torn = replicas.find((name) => (history.siblings[name]?.length ?? 0) > 1);
  const values = (history.siblings[torn ?? ''] ?? []).map(({ value }) => value);
  return [
    torn
      ? {
          text: `Version vectors: ${torn} keeps ${values.join(' and ')} side by side, since neither writer had seen the other's. The next to write there decides.`,
        }
      : { text: 'Version vectors: no replica has siblings now.' },
    history.lost.length > 0
      ? {
          text: `Last-write-wins: ${history.lost.join(' and ')} lost. No replica has it, and whoever wrote the winner had never seen it.`,
          tone: 'bad',
        }
      : { text: 'Last-write-wins: nothing is lost so far.' },
  ];
}

function isKept({ winner }: ReplicaHistory, value: string): boolean {
  return Object.values(winner).some((kept) => kept?.value === value);
}

function pairsOf(names: readonly string[]): [string, string][] {
  return names.flatMap((a, at) => names.slice(at + 1).map((b): [string, string] => [a, b]));
}

/** Time runs to the right: a circle is a write, a line between two replicas a sync. Hollow: lost by last-write-wins. */
function drawHistory(
  replicas: readonly string[],
  actions: readonly ReplicaAction[],
  history: ReplicaHistory,
): SVGSVGElement {
  const y = (name: string) => 26 + replicas.indexOf(name) * 44;
  const x = (at: number) => 42 + at * (actions.length > 9 ? 19 : 27);
  const lines = replicas.map((name) =>
    svg(
      'g',
      {},
      svg('line', { x1: 22, y1: y(name), x2: 312, y2: y(name), class: 'is-faint' }),
      svg('text', { x: 4, y: y(name) + 4 }, name),
    ),
  );
  let written = 0;
  const marks = actions.map((action, at) => {
    if (action.kind === 'sync') {
      const [a, b] = action.between;
      return svg('line', { x1: x(at), y1: y(a), x2: x(at), y2: y(b), class: 'is-line', 'stroke-dasharray': '3 3' });
    }
    const write = history.writes[written++];
    const look = history.lost.includes(write?.value ?? '') ? 'is-hollow' : 'is-filled';
    return svg(
      'g',
      {},
      svg('circle', { cx: x(at), cy: y(action.at), r: 5, class: look }),
      svg('text', { x: x(at), y: y(action.at) - 9, 'text-anchor': 'middle' }, write?.value ?? ''),
    );
  });
  return drawing(316, 12 + replicas.length * 44, ...lines, ...marks);
}

customElements.define('lab-version-vectors', VersionVectors);
