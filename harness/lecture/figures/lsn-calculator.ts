import { compareLsns, type Order, sizeInWords } from './logic/lsn.ts';

/** Two positions, their distance, and whether comparing them as text goes wrong. */
class LsnCalculator extends HTMLElement {
  connectedCallback(): void {
    this.append(
      this.#field('first', 'First position', '0/9000000'),
      this.#field('second', 'Second position', '0/10000000'),
    );
    const output = document.createElement('output');
    this.append(output);
    const show = () => {
      const [first = '', second = ''] = [...this.querySelectorAll('input')].map(({ value }) => value);
      output.replaceChildren(...lsnSentences(first, second).map(paragraph));
    };
    this.addEventListener('input', show);
    show();
  }

  #field(name: string, label: string, value: string): HTMLElement {
    const wrap = document.createElement('label');
    const input = document.createElement('input');
    Object.assign(input, { name, value, type: 'text', spellcheck: false, autocomplete: 'off' });
    wrap.append(label, ' ', input);
    return wrap;
  }
}

function lsnSentences(first: string, second: string): string[] {
  const found = compareLsns(first, second);
  if (!found) return ['A position is two hexadecimal numbers with a slash: 0/3000060.'];
  const { distance, byPosition, byText } = found;
  const says = (order: Order) => (order === 'equal' ? 'the same as' : order);
  return [
    `From the first to the second: ${distance} bytes (${sizeInWords(distance)}).`,
    `The first is ${says(byPosition)} the second.`,
    byText === byPosition
      ? 'Compared as text they come out the same way, this time.'
      : `Compared as text, the first would be ${says(byText)} the second: wrong.`,
  ];
}

function paragraph(text: string): HTMLElement {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}

customElements.define('lab-lsn-calculator', LsnCalculator);
