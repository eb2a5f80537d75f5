import { html } from './elements.ts';

/** A row of controls, with a name for those who hear it. Paper does not get it. */
export function controlRow(name: string, ...children: Node[]): HTMLElement {
  return html('div', { class: 'fig-controls', role: 'group', 'aria-label': name }, ...children);
}

/** A button that does nothing while it is out of use, but keeps the focus: see `allow`. */
export function actionButton(label: string, press: () => void): HTMLButtonElement {
  const button = html('button', { type: 'button' }, label);
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') !== 'true') press();
  });
  return button;
}

/** Takes a button into use or out of it; `because` is shown to who points at it. */
export function allow(button: HTMLButtonElement, allowed: boolean, because = ''): void {
  button.setAttribute('aria-disabled', String(!allowed));
  button.title = allowed ? '' : because;
}

/** One of several words. */
export function choice<T extends string>(
  label: string,
  options: readonly T[],
  chosen: T,
  change: (to: T) => void,
): HTMLElement {
  const select = html('select', {}, ...options.map((value) => html('option', { value }, value)));
  select.value = chosen;
  select.addEventListener('change', () => change(select.value as T));
  return html('label', {}, label, ' ', select);
}

interface Slide {
  label: string;
  min: number;
  max: number;
  value: number;
  /** How a value is written beside it, and said. */
  words?: (value: number) => string;
}

/** A number; arrow keys move it. */
export function slider({ label, min, max, value, words = String }: Slide, change: (to: number) => void) {
  const input = html('input', { type: 'range', min, max, step: 1, value });
  const shown = html('span', { class: 'fig-value', 'aria-hidden': 'true' });
  const show = () => {
    shown.textContent = words(input.valueAsNumber);
    input.setAttribute('aria-valuetext', words(input.valueAsNumber));
  };
  input.addEventListener('input', () => {
    show();
    change(input.valueAsNumber);
  });
  show();
  return {
    element: html('label', { class: 'fig-slider' }, html('span', {}, label), input, shown),
    /** Sets it, and how far it goes, from outside; `change` is not called. */
    set(to: number, most = max) {
      input.max = String(most);
      input.valueAsNumber = to;
      show();
    },
  };
}

/** On or off. */
export function checkbox(label: string, checked: boolean, change: (to: boolean) => void): HTMLElement {
  const input = html('input', { type: 'checkbox', checked });
  input.addEventListener('change', () => change(input.checked));
  return html('label', {}, input, ' ', label);
}
