import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { LabError } from '../../core/errors.ts';

/**
 * One classic script of some modules and what they import, since a page opened from a file may not load modules. The
 * types are stripped, the modules put in the order of their imports, and their `import` and `export` words taken out:
 * so modules share one scope, and no two may use one name at the top. Throws BAD_LECTURE for what this cannot do.
 */
export function bundleScripts(entries: readonly string[]): string {
  const modules = new Map<string, string>();
  for (const entry of entries) addModule(entry, modules, []);
  const names = new Map<string, string>();
  for (const [file, text] of modules) {
    for (const [, name = ''] of text.matchAll(/^(?:async )?(?:function\*?|class|const|let) ([\w$]+)/gm)) {
      const before = names.get(name);
      if (before !== undefined) refuse(file, `${name} is a name of ${before} as well: rename one`);
      names.set(name, file);
    }
  }
  return `(() => {\n'use strict';\n${[...modules.values()].join('\n')}\n})();\n`;
}

function addModule(file: string, modules: Map<string, string>, open: readonly string[]): void {
  if (modules.has(file)) return;
  if (open.includes(file)) refuse(file, 'it imports itself by way of others');
  let text = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  text = text.replace(/^import \{([^}]*)\} from '(\.[^']+)';$/gm, (_, words: string, from: string) => {
    if (/\bas\b/.test(words)) refuse(file, 'an import cannot be renamed here');
    addModule(join(dirname(file), from), modules, [...open, file]);
    return '';
  });
  text = text.replace(/^export (?=(?:async )?(?:function|class|const|let)\b)/gm, '');
  const [left] = /^(?:import|export)\b.*$/m.exec(text) ?? [];
  if (left !== undefined) refuse(file, `this form is not supported here: ${left}`);
  modules.set(file, text.replace(/[ \t]+$/gm, '').replace(/\n{2,}/g, '\n'));
}

function refuse(file: string, found: string): never {
  throw new LabError('BAD_LECTURE', found, { where: file, next: 'see harness/lecture/site/bundle.ts' });
}
