import type { MarkdownIt } from 'markdown-it';
import { escapeHtml } from '../escape.ts';
import { envOf } from '../render-env.ts';

/** `[[PG 16+]]`, `[[PG 15-17]]`, `[[PG 18]]`: the versions of PostgreSQL of which a sentence is true. */
export function versionBadges(md: MarkdownIt): void {
  md.inline.ruler.before('link', 'version_badge', (state, silent) => {
    const [all, text = ''] = /^\[\[([^\]\n]*)\]\]/.exec(state.src.slice(state.pos, state.pos + 40)) ?? [];
    if (all === undefined) return false;
    if (!silent) {
      state.push('version_badge', 'span', 0).content = text;
      if (!/^PG \d\d(\+|-\d\d)?$/.test(text)) {
        const { lines, say } = envOf(state.env);
        const line = lines.findIndex((each) => each.includes(all)) + 1;
        say(line, `a version badge is [[PG 16+]], [[PG 15-17]] or [[PG 18]]; got ${all}`);
      }
    }
    state.pos += all.length;
    return true;
  });
  md.renderer.rules.version_badge = (tokens, at) => {
    const [, from = '', to = ''] = /^PG (\d\d)(.*)$/.exec(tokens[at]?.content ?? '') ?? [];
    const spoken = to === '+' ? `PostgreSQL ${from} and later` : `PostgreSQL ${from}${to.replace('-', ' to ')}`;
    const shown = `PG ${from}${to.replace('-', '–')}`;
    return `<abbr class="version" title="${escapeHtml(spoken)}">${escapeHtml(shown)}</abbr>`;
  };
}
