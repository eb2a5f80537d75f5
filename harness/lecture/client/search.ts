import { part } from './dom.ts';
import { searchOptions } from './search-options.ts';

interface Found {
  id: string;
  title: string;
  chapter: string;
}

/** What search.js leaves: the library, and the index as text. */
interface SearchScript {
  lectureIndex?: string;
  MiniSearch?: { loadJSON(json: string, options: typeof searchOptions): { search(words: string): Found[] } };
}

const shownResults = 12;
let loading: Promise<(words: string) => Found[]> | undefined;

/** Searches all sections while one types. The index is loaded at the first use. */
export function search(): void {
  const field = part<HTMLInputElement>('_search');
  field.form?.addEventListener('submit', (event) => {
    event.preventDefault();
    part('_found').querySelector('a')?.click();
  });
  field.addEventListener('focus', () => void loadSearch());
  field.addEventListener('input', () => void showFound(field));
  field.form?.addEventListener('keydown', moveInResults);
  document.addEventListener('click', (event) => {
    if (!field.form?.contains(event.target as Node)) part('_found').hidden = true;
  });
}

/** Closes the results and leaves the field. Says whether there was something to leave. */
export function clearSearch(): boolean {
  const field = part<HTMLInputElement>('_search');
  const inside = field.form?.contains(document.activeElement) ?? false;
  if (!inside && part('_found').hidden) return false;
  field.value = '';
  part('_found').hidden = true;
  (document.activeElement as HTMLElement | null)?.blur();
  return true;
}

async function showFound(field: HTMLInputElement): Promise<void> {
  const find = await loadSearch();
  const words = field.value.trim();
  const found = words === '' ? [] : find(words);
  const list = found.slice(0, shownResults).map(({ id, title, chapter }) => {
    const item = document.createElement('li');
    const link = document.createElement('a');
    const where = document.createElement('span');
    link.href = id;
    where.textContent = chapter;
    link.append(title, ' ', where);
    item.append(link);
    return item;
  });
  part('_found')
    .querySelector('ol')
    ?.replaceChildren(...list);
  part('_count').textContent = found.length === 1 ? '1 section' : `${found.length} sections`;
  part('_found').hidden = words === '';
}

/** Arrow keys walk through the results. */
function moveInResults(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const stops = [part('_search'), ...part('_found').querySelectorAll('a')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus();
  event.preventDefault();
}

function loadSearch(): Promise<(words: string) => Found[]> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = 'search.js';
    script.addEventListener('error', reject);
    script.addEventListener('load', () => {
      const { MiniSearch, lectureIndex = '' } = window as SearchScript;
      const index = MiniSearch?.loadJSON(lectureIndex, searchOptions);
      resolve((words) => index?.search(words) ?? []);
    });
    document.head.append(script);
  });
  return loading;
}
