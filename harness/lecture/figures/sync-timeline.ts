import { commitVerdict } from './logic/commit-verdict.ts';
import {
  type AckLevel,
  ackLevels,
  type CommitStep,
  type PowerCut,
  runCommit,
  type StandbyRule,
  type SyncNode,
  standbyRules,
} from './logic/sync-commit.ts';
import { beginFigure, motionReduced } from './page/begin-figure.ts';
import { actionButton, allow, choice, controlRow } from './page/controls.ts';
import { drawCommit } from './page/draw-commit.ts';
import { html } from './page/elements.ts';
import { LiveTable } from './page/live-table.ts';
import { Verdict } from './page/verdict.ts';

/** Milliseconds that a step stays while it plays. */
const pace = 1100;

/** One COMMIT, message by message, with machines that lose their power when the reader says so. */
class SyncTimeline extends HTMLElement {
  #level: AckLevel = 'on';
  #rule: StandbyRule = 'ANY 1';
  #cuts: PowerCut[] = [];
  /** Steps that are shown; all at first, so that the figure says something before it is played with. */
  #shown = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #picture = html('div');
  readonly #verdict = new Verdict();
  readonly #transcript = new LiveTable('What has happened', ['Tick', 'Event', 'leader', 'near', 'far']);
  readonly #back = actionButton('Back', () => this.#go(-1));
  readonly #step = actionButton('Step', () => this.#go(1));
  readonly #play = actionButton('Play', () => (this.#timer === undefined ? this.#start() : this.#pause()));
  readonly #again = actionButton('From the beginning', () => this.#restart());
  readonly #kills = (['leader', 'near', 'far'] as const).map((node) => ({
    node,
    button: actionButton(`Cut the power of ${node}`, () => this.#kill(node)),
  }));

  connectedCallback(): void {
    const level = choice('synchronous_commit', ackLevels, this.#level, (to) => {
      this.#level = to;
      this.#restart();
    });
    const names = standbyRules.map(standbyNames);
    const rule = choice('synchronous_standby_names', names, standbyNames(this.#rule), (to) => {
      this.#rule = standbyRules[names.indexOf(to)] ?? 'none';
      this.#restart();
    });
    beginFigure(
      this,
      controlRow('Settings', level, rule),
      controlRow('Time', this.#back, this.#step, this.#play, this.#again),
      controlRow('Power cuts', ...this.#kills.map(({ button }) => button)),
      this.#verdict.element,
      this.#picture,
      this.#transcript.element,
    );
    this.addEventListener('keydown', (event) => this.#key(event));
    this.#show();
  }

  disconnectedCallback(): void {
    this.#pause();
  }

  #steps(): CommitStep[] {
    return runCommit({ level: this.#level, rule: this.#rule, cuts: this.#cuts });
  }

  /** Arrows step, except where they have a meaning of their own. */
  #key(event: KeyboardEvent): void {
    if ((event.target as Element).closest('select, input, .table') || event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    this.#go(event.key === 'ArrowLeft' ? -1 : 1);
  }

  /** A step further or back. A power cut that one goes back over has not happened. */
  #go(by: 1 | -1): void {
    const count = this.#steps().length;
    this.#shown = Math.max(1, Math.min(count, Math.min(this.#shown, count) + by));
    if (by < 0) this.#cuts = this.#cuts.filter(({ after }) => after < this.#shown);
    this.#show();
  }

  #kill(node: SyncNode): void {
    const after = Math.min(this.#shown, this.#steps().length);
    this.#cuts = [...this.#cuts, { node, after }];
    this.#shown = after + 1;
    this.#show();
  }

  #restart(): void {
    this.#cuts = [];
    this.#shown = 1;
    this.#show();
  }

  #start(): void {
    if (this.#shown >= this.#steps().length) this.#restart();
    if (motionReduced()) {
      this.#shown = Number.POSITIVE_INFINITY;
      this.#show();
      return;
    }
    this.#timer = setInterval(() => this.#go(1), pace);
    this.#show();
  }

  #pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#play.textContent = 'Play';
  }

  #show(): void {
    const all = this.#steps();
    const steps = all.slice(0, this.#shown);
    const last = steps.at(-1);
    if (!last) return;
    const over = steps.length === all.length;
    if (over) this.#pause();
    else if (this.#timer !== undefined) this.#play.textContent = 'Pause';
    allow(this.#back, steps.length > 1, 'this is the first step');
    allow(this.#step, !over, 'nothing more happens');
    for (const { node, button } of this.#kills) allow(button, last.after.alive[node], `${node} is dead already`);
    const { promised, survives, broken } = commitVerdict(last.after, this.#rule, over);
    const survival = broken
      ? `${survives} What was promised ${last.after.alive.leader ? 'would be' : 'is'} lost.`
      : survives;
    this.#verdict.show(
      { text: `Step ${steps.length} of ${all.length}. ${last.text}` },
      { text: promised },
      broken ? { text: survival, tone: 'bad' } : { text: survival },
    );
    this.#picture.replaceChildren(drawCommit(steps, all.at(-1)?.at ?? 0));
    this.#transcript.caption(
      `What has happened, with synchronous_commit ${this.#level}, standby names ${standbyNames(this.#rule)}`,
    );
    this.#transcript.rows(
      steps.map(({ at, text, after: { has, alive } }) => {
        const state = (node: SyncNode) =>
          alive[node] ? has[node] : `dead (${has[node] === 'nothing' ? 'nothing' : 'on disk'})`;
        return [String(at), text, state('leader'), state('near'), state('far')];
      }),
      steps.length - 1,
    );
  }
}

/** As synchronous_standby_names has it. */
function standbyNames(rule: StandbyRule): string {
  return rule === 'none' ? "''" : `${rule} (far, near)`;
}

customElements.define('lab-sync-timeline', SyncTimeline);
