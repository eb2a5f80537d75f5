import { escapeHtml } from '../escape.ts';
import type { RenderEnv } from '../render-env.ts';

/** `::: lab ex4 Lose a write`: a box that sends the reader to an exercise, with its command. */
export function renderLab(title: string, env: RenderEnv, line: number, inline: (text: string) => string): string {
  const [, name = '', text = ''] = /^(\S*)\s*(.*)$/.exec(title) ?? [];
  const target = env.resolve(`exercise:${name}`, line);
  const words = inline(text || (target?.text ?? name));
  const heading = target?.href ? `<a href="${escapeHtml(target.href)}">${words}</a>` : words;
  return (
    `<aside class="box box-lab" role="note" aria-label="Lab">` +
    `<p class="box-title"><span class="box-kind">Lab ${escapeHtml(name)}</span> ` +
    `<span class="box-name">${heading}</span></p><div class="box-body">` +
    `<p class="lab-command"><code>npm run grade ${escapeHtml(name)}</code></p>\n`
  );
}
