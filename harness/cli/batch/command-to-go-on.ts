import { withoutPasswords } from '../../core/without-passwords.ts';
import { quoteWord } from '../../sdk/quote.ts';
import type { Invocation } from '../command.ts';

/** The command that goes on where this one ends: the same words and options, and `more`. What was to be graded again is noted. */
export function commandToGoOn({ options, words }: Invocation, more: Invocation['options'] = {}): string {
  const flags = Object.entries({ ...options, ...more }).flatMap(([name, value]) => {
    if (value === undefined || ['color', 'regrade'].includes(name)) return [];
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? [flag] : [flag, quoteWord(withoutPasswords(String(value)))];
  });
  const given = words.filter((word) => word !== undefined).map(quoteWord);
  return ['npm run batch', ...given, ...(flags.length > 0 ? ['--', ...flags] : [])].join(' ');
}
