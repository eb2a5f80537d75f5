import MarkdownIt, { type Env, type Token } from 'markdown-it';
import deflist from 'markdown-it-deflist';
import taskLists from 'markdown-it-task-lists';
import { attributes } from './plugins/attributes.ts';
import { boxes } from './plugins/boxes.ts';
import { fences } from './plugins/fences.ts';
import { footnotes } from './plugins/footnotes.ts';
import { openHighlighter } from './plugins/highlighter.ts';
import { links } from './plugins/links.ts';
import { sectionLinks } from './plugins/section-links.ts';
import { tables } from './plugins/tables.ts';
import { versionBadges } from './plugins/version-badges.ts';
import type { RenderEnv } from './render-env.ts';

export interface Markdown {
  parse(text: string, env: RenderEnv): Token[];
  render(tokens: Token[], env: RenderEnv): string;
}

/** The renderer of chapters, with every plugin in its place. Raw HTML is text: nothing foreign gets into a page. */
export async function openMarkdown(): Promise<Markdown> {
  const md = new MarkdownIt({ html: false, typographer: true }).disable('replacements');
  md.use(attributes);
  md.use(deflist).use(taskLists, { enabled: true, label: true });
  md.use(boxes).use(footnotes).use(versionBadges).use(tables).use(sectionLinks).use(links);
  md.use(fences, await openHighlighter());
  return {
    parse: (text, env) => md.parse(text, env as unknown as Env),
    render: (tokens, env) => {
      const { lines, say, resolve, topology } = env; // not its footnotes, which a title does not have
      const inline = (text: string) => md.renderInline(text, { lines, say, resolve, topology } as unknown as Env);
      return md.renderer.render(tokens, md.options, Object.assign(env, { inline }) as unknown as Env);
    },
  };
}
