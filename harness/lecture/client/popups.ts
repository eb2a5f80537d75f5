/** The menus of the header are `details`: they open without this. With it, one is open at a time. */
export function popups(): void {
  const all = [...document.querySelectorAll<HTMLDetailsElement>('details.popup')];
  for (const popup of all) {
    popup.addEventListener('toggle', () => {
      if (popup.open) for (const other of all) if (other !== popup) other.open = false;
    });
    popup.addEventListener('click', (event) => {
      if ((event.target as Element).closest('a')) popup.open = false;
    });
  }
  document.addEventListener('click', (event) => {
    for (const popup of all) if (!popup.contains(event.target as Node)) popup.open = false;
  });
}

/** Closes the open menu and gives the focus back to its button. Says whether there was one. */
export function closePopup(): boolean {
  const popup = document.querySelector<HTMLDetailsElement>('details.popup[open]');
  if (!popup) return false;
  popup.open = false;
  popup.querySelector('summary')?.focus();
  return true;
}
