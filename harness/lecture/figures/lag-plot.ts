import { recordedLagRun } from './logic/lag-run.ts';
import { type LagSample, lagTrap, phaseAt, samplesIn, seconds } from './logic/lag-samples.ts';
import { sizeInWords } from './logic/lsn.ts';
import { beginFigure } from './page/begin-figure.ts';
import { controlRow, slider } from './page/controls.ts';
import { drawLag, momentAt } from './page/draw-lag.ts';
import { html } from './page/elements.ts';
import { LiveTable } from './page/live-table.ts';
import { type Sentence, Verdict } from './page/verdict.ts';

/** A recorded run: two measures in bytes and two in time, and where they mislead. */
class LagPlot extends HTMLElement {
  /** The last sample of the cut: one of the places where a measure is silent. */
  #at = recordedLagRun.samples.indexOf(samplesIn(recordedLagRun, 'link cut').at(-1) as LagSample);
  readonly #picture = html('div', { class: 'fig-point' });
  readonly #verdict = new Verdict();
  readonly #table = new LiveTable(`The end of each phase; recorded on ${recordedLagRun.server}`, [
    'Phase',
    'What was done',
    'Not received',
    'Not replayed',
    'replay_lag',
    'Age of the last commit',
  ]);

  connectedCallback(): void {
    const { samples } = recordedLagRun;
    const words = (at: number) => `${samples[at]?.at.toFixed(1)} s`;
    const moment = slider({ label: 'Moment', min: 0, max: samples.length - 1, value: this.#at, words }, (to) => {
      this.#at = to;
      this.#show();
    });
    moment.element.classList.add('fig-wide');
    this.#picture.addEventListener('pointerdown', (event) => {
      const box = this.#picture.querySelector('svg')?.getBoundingClientRect();
      if (!box) return;
      this.#at = nearestSample((event.clientX - box.left) / box.width);
      moment.set(this.#at);
      this.#show();
    });
    beginFigure(this, controlRow('Cursor', moment.element), this.#picture, this.#verdict.element, this.#table.element);
    this.#show();
  }

  #show(): void {
    const sample = recordedLagRun.samples[this.#at];
    if (!sample) return;
    this.#picture.replaceChildren(drawLag(recordedLagRun, sample));
    this.#verdict.show(...lagSentences(sample));
    const current = phaseAt(recordedLagRun, sample.at);
    this.#table.rows(
      recordedLagRun.phases.map(({ name, what }, number) => {
        const { receive, replay, replayLag, age } = samplesIn(recordedLagRun, name).at(-1) as LagSample;
        return [
          `${number + 1} ${name}`,
          what,
          bytesText(receive),
          bytesText(replay),
          lagText(replayLag),
          timeText(age),
        ];
      }),
      recordedLagRun.phases.indexOf(current),
    );
  }
}

function lagSentences(sample: LagSample): Sentence[] {
  const { name, what } = phaseAt(recordedLagRun, sample.at);
  const trap = lagTrap(sample);
  return [
    { text: `${sample.at.toFixed(1)} s, ${name}: ${what}.` },
    { text: `Not received: ${bytesText(sample.receive)}. Not replayed: ${bytesText(sample.replay)}.` },
    {
      text: `replay_lag on the leader: ${lagText(sample.replayLag)}. Age of the last replayed commit, on the follower: ${timeText(sample.age)}.`,
    },
    ...(trap === undefined ? [] : [{ text: trap, tone: 'bad' as const }]),
  ];
}

/** The sample at a share of the drawing's width. */
function nearestSample(share: number): number {
  const at = momentAt(recordedLagRun, share);
  const distances = recordedLagRun.samples.map((sample) => Math.abs(sample.at - at));
  return distances.indexOf(Math.min(...distances));
}

function bytesText(bytes: number): string {
  return sizeInWords(BigInt(bytes));
}

function lagText(lag: number | null | undefined): string {
  return lag === undefined ? 'no row' : timeText(lag);
}

function timeText(time: number | null): string {
  return time === null ? 'NULL' : seconds(time);
}

customElements.define('lab-lag-plot', LagPlot);
