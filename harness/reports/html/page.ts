import { createHash } from 'node:crypto';
import { escapeMarkup } from '../markup.ts';
import { baseStyle } from './base-style.ts';

/** One page that needs no network. */
export interface HtmlPage {
  title: string;
  /** After the style that all pages have. */
  style: string;
  /** Markup, with everything untrusted in it escaped. */
  body: string;
  /** The only script that the page may run, by its hash; without `<` and `&`, so that the page is XML as well. */
  script?: string;
}

/** The whole document. Its policy forbids to load anything, and to run anything but the one script. */
export function renderPage({ body, script, style, title }: HtmlPage): string {
  const hash = script && createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; ${hash ? `script-src 'sha256-${hash}'; ` : ''}base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${policy}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<title>${escapeMarkup(title)}</title>
<style>${baseStyle}${style}</style>
</head>
<body>
${body}${script ? `<script>${script}</script>\n` : ''}</body>
</html>
`;
}
