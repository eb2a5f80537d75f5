/** Plugins that bring no types, or types of an older markdown-it. */
declare module 'markdown-it-container' {
  import type { MarkdownIt, RendererRule } from 'markdown-it';
  export default function container(
    md: MarkdownIt,
    name: string,
    options: { validate: (words: string) => boolean; render: RendererRule },
  ): void;
}
declare module 'markdown-it-footnote' {
  import type { MarkdownIt } from 'markdown-it';
  export default function footnote(md: MarkdownIt): void;
}
declare module 'markdown-it-deflist' {
  import type { MarkdownIt } from 'markdown-it';
  export default function deflist(md: MarkdownIt): void;
}
declare module 'markdown-it-task-lists' {
  import type { MarkdownIt } from 'markdown-it';
  export default function taskLists(md: MarkdownIt, options: { enabled: boolean; label: boolean }): void;
}
