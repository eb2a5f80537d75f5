import type { Token } from 'markdown-it';
import { splitBoxInfo } from './plugins/boxes.ts';
import { cardId } from './plugins/cards.ts';

/** A section of a chapter. */
export interface Heading {
  id: string;
  level: 2 | 3;
  /** Without markup. */
  text: string;
  line: number;
}

interface Collected {
  title: string;
  headings: Heading[];
  /** Ids of headings and cards, with what names them. */
  ids: Map<string, string>;
}

const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The title, the sections and every id of a chapter. Says what is missing, doubled or malformed. */
export function collectHeadings(tokens: readonly Token[], say: (line: number, problem: string) => void): Collected {
  const collected: Collected = { title: '', headings: [], ids: new Map() };
  const lines = new Map<string, number>();
  const add = (id: string, text: string, line: number) => {
    const before = lines.get(id);
    if (before !== undefined) say(line, `the id ${id} is there already, in line ${before}`);
    lines.set(id, line);
    collected.ids.set(id, text);
  };
  for (const [at, token] of tokens.entries()) {
    const line = (token.map?.[0] ?? 0) + 1;
    if (token.type === 'container_box_open') {
      const id = cardId(splitBoxInfo(token.info));
      if (id) add(id, splitBoxInfo(token.info).title, line);
    }
    if (token.type !== 'heading_open') continue;
    const text = plainText(tokens[at + 1]);
    const id = token.attrGet('id')?.toString();
    if (token.tag === 'h1') {
      if (collected.title) say(line, 'a chapter has one `#` heading');
      collected.title = text;
    } else if (token.tag !== 'h2' && token.tag !== 'h3') {
      say(line, 'sections are `##` and `###`: split deeper ones');
    } else if (id === undefined) {
      say(line, `the section ${JSON.stringify(text)} has no id: write \`${token.markup} ${text} {#its-id}\``);
    } else if (!idPattern.test(id) || /^(parameter|function|fn|fnref)[-\d]?/.test(id)) {
      say(line, `the id ${id} is no plain one: lower-case words joined by -, and not parameter-, function- or fn`);
    } else {
      collected.headings.push({ id, level: token.tag === 'h2' ? 2 : 3, text, line });
      add(id, text, line);
    }
  }
  if (!collected.title) say(1, 'the chapter has no title: `# Title`');
  return collected;
}

/** The text of an inline token without its markup. */
export function plainText(inline: Token | undefined): string {
  const parts = (inline?.children ?? []).map(({ type, content }) => {
    if (type === 'softbreak' || type === 'hardbreak') return ' ';
    return type === 'text' || type === 'code_inline' || type === 'version_badge' ? content : '';
  });
  return parts.join('').trim();
}
