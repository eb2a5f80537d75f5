import type { Token } from 'markdown-it';
import { escapeHtml } from '../escape.ts';

/** What a card of each kind must say of its subject, as terms of its list. */
const required: Record<string, readonly string[]> = {
  parameter: ['Default', 'Changes by'],
  function: ['Returns', 'Runs on'],
};

export const cardKinds: readonly string[] = Object.keys(required);

interface CardInfo {
  kind: string;
  /** `pg_promote(wait boolean)`, `max_slot_wal_keep_size`. */
  title: string;
}

/** `function-pg-promote`, or undefined where the box is no card. */
export function cardId({ kind, title }: CardInfo): string | undefined {
  if (!cardKinds.includes(kind)) return undefined;
  return `${kind}-${title
    .replace(/\(.*$/, '')
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')}`;
}

/** Says what the card lacks. */
export function checkCard(info: CardInfo, inside: readonly Token[], say: (problem: string) => void): void {
  const wanted = required[info.kind];
  if (!wanted) return;
  if (!info.title) say(`which ${info.kind}? Its name stands after the word`);
  const terms = inside.filter((_, at) => inside[at - 1]?.type === 'dt_open').map(({ content }) => content);
  for (const term of wanted) if (!terms.includes(term)) say(`the card has no ${JSON.stringify(term)} in its list`);
  if (inside.at(-1)?.type !== 'paragraph_close') say('the card ends with text that says what its subject is for');
}

export function renderCard(info: CardInfo, opens: boolean): string {
  if (!opens) return '</section>\n';
  const id = cardId(info);
  return (
    `<section class="card card-${info.kind}" id="${id}" aria-labelledby="_${id}">` +
    `<p class="card-name" id="_${id}"><code>${escapeHtml(info.title)}</code> ` +
    `<span class="card-kind">${info.kind}</span></p>\n`
  );
}
