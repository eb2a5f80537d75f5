import type { Token } from 'markdown-it';
import type { Block } from './blocks/collect-blocks.ts';
import { collectBlocks } from './blocks/collect-blocks.ts';
import { type FrontMatter, parseFrontMatter } from './front-matter.ts';
import { collectHeadings, type Heading } from './headings.ts';
import type { Markdown } from './markdown.ts';
import type { Problems } from './problems.ts';
import type { RenderEnv } from './render-env.ts';

/** A chapter that was parsed, not yet rendered: links may lead to chapters that come later. */
export interface Chapter extends FrontMatter {
  /** `04-lag`: its file without `.md`, and its page without `.html`. */
  slug: string;
  /** `4`, as readers say it. */
  number: string;
  title: string;
  /** Path below the repository. */
  file: string;
  headings: readonly Heading[];
  /** Ids of headings and cards: what a link may lead to, with the text that names it. */
  ids: ReadonlyMap<string, string>;
  blocks: readonly Block[];
  tokens: Token[];
  env: RenderEnv;
}

/** Parses one chapter; what is wrong in it goes to `problems`. */
export function parseChapter(markdown: Markdown, slug: string, text: string, problems: Problems): Chapter {
  const file = `lecture/${slug}.md`;
  const say = (line: number, problem: string) => problems.add(file, line, problem);
  const { frontMatter, body } = parseFrontMatter(text, say);
  const env: RenderEnv = { lines: text.split('\n'), say, topology: frontMatter.topology, resolve: () => undefined };
  const tokens = markdown.parse(body, env);
  const { title, headings, ids } = collectHeadings(tokens, say);
  return {
    ...frontMatter,
    slug,
    number: String(Number.parseInt(slug, 10)),
    title,
    file,
    headings,
    ids,
    blocks: collectBlocks(tokens, frontMatter.topology, say),
    tokens,
    env,
  };
}
