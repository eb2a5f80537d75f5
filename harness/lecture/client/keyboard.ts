import { part } from './dom.ts';
import { hideFootnote } from './footnotes.ts';
import { closePopup } from './popups.ts';
import { clearSearch } from './search.ts';

/** What the arrow keys scroll or move by themselves, and what one writes into. */
const own = 'input, textarea, select, [contenteditable], pre, .table, .play, dialog';

/** `/` searches, `?` explains, arrows turn pages, Esc closes. In fields and figures keys keep their meaning. */
export function keyboard(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      if (!hideFootnote() && !clearSearch()) closePopup();
      return;
    }
    if ((event.target as Element).closest(own)) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

const actions: Record<string, () => void> = {
  '/': () => part('_search').focus(),
  '?': () => part<HTMLDialogElement>('_help').showModal(),
  ArrowLeft: () => turn('previous'),
  ArrowRight: () => turn('next'),
};

function turn(to: 'previous' | 'next'): void {
  const page = document.documentElement.dataset[to];
  if (page) location.href = page;
}
