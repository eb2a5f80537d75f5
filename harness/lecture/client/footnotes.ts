let shown: HTMLElement | undefined;

/** Shows a footnote beside its mark, while the pointer or the focus is there. Without this the mark is a link. */
export function footnotePreviews(): void {
  for (const mark of document.querySelectorAll<HTMLAnchorElement>('.footnote-ref a')) {
    mark.addEventListener('mouseenter', () => showFootnote(mark));
    mark.addEventListener('focus', () => showFootnote(mark));
    mark.addEventListener('mouseleave', hideFootnote);
    mark.addEventListener('blur', hideFootnote);
  }
}

/** Says whether one was shown. */
export function hideFootnote(): boolean {
  const was = shown !== undefined;
  shown?.remove();
  shown = undefined;
  return was;
}

function showFootnote(mark: HTMLAnchorElement): void {
  hideFootnote();
  const note = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  if (!note) return;
  const box = document.createElement('div');
  box.className = 'note-preview';
  box.role = 'tooltip';
  box.append(...[...note.cloneNode(true).childNodes]);
  for (const back of box.querySelectorAll('.footnote-back')) back.remove();
  box.id = '_note';
  mark.setAttribute('aria-describedby', box.id);
  document.querySelector('main')?.append(box);
  const { left, bottom } = mark.getBoundingClientRect();
  const room = document.documentElement.clientWidth - box.offsetWidth - 8;
  box.style.left = `${Math.max(8, Math.min(left, room)) + scrollX}px`;
  box.style.top = `${bottom + scrollY + 6}px`;
  shown = box;
}
