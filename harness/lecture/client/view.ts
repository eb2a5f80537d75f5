import { part } from './dom.ts';

type Setting = 'theme' | 'jokes' | 'instructor';

/** Colours, jokes and instructor notes, as the reader chose them, on every page. */
export function viewSettings(): void {
  const { dataset } = document.documentElement;
  const view = part('_view');
  for (const input of view.querySelectorAll<HTMLInputElement>('input')) {
    const name = input.name as Setting;
    const shown = name === 'jokes' ? dataset.jokes !== 'off' : dataset.instructor === 'on';
    input.checked = input.type === 'radio' ? input.value === (dataset.theme ?? '') : shown;
    input.addEventListener('change', () => {
      keep(name, input.type === 'radio' ? input.value : input.checked ? 'on' : 'off');
    });
  }
  part('_print').addEventListener('click', () => window.print());
  part('_keys').addEventListener('click', () => part<HTMLDialogElement>('_help').showModal());
}

function keep(name: Setting, value: string): void {
  const { dataset } = document.documentElement;
  if (value === '') delete dataset[name];
  else dataset[name] = value;
  try {
    if (value === '') localStorage.removeItem(`lecture-${name}`);
    else localStorage.setItem(`lecture-${name}`, value);
  } catch {
    // A browser may keep nothing for files; then the choice holds for this page.
  }
}
