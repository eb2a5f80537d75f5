import { footnotePreviews } from './footnotes.ts';
import { keyboard } from './keyboard.ts';
import { popups } from './popups.ts';
import { search } from './search.ts';
import { viewSettings } from './view.ts';

popups();
viewSettings();
search();
footnotePreviews();
keyboard();
