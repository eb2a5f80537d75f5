import { html } from './elements.ts';

/** What the figure says now; `bad` sentences are marked, `quiet` ones are an explanation. */
export interface Sentence {
  text: string;
  tone?: 'bad' | 'quiet';
}

/** The sentences that change while one plays: read out when they do. */
export class Verdict {
  readonly element = html('output', { class: 'fig-verdict' });

  show(...sentences: readonly Sentence[]): void {
    this.element.replaceChildren(
      ...sentences.map(({ text, tone }) => html('p', { class: tone ? `fig-${tone}` : undefined }, text)),
    );
  }
}
