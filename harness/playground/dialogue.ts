import { type Reading, readCommands, sqlCommand } from './read-commands.ts';
import { splitStatements } from './split-statements.ts';

/**
 * What is typed, line by line: commands, or after `sql NODE` statements for that node until `\q`. A statement may take
 * several lines; it ends with a semicolon.
 */
export class Dialogue {
  readonly #nodes: readonly string[];
  #node: string | undefined;
  #begun = '';

  constructor(nodes: readonly string[]) {
    this.#nodes = nodes;
  }

  /** As psql's: `leader=> `, and `leader-> ` within a statement. */
  get prompt(): string {
    if (this.#node === undefined) return 'lab> ';
    return `${this.#node}${this.within ? '-' : '='}> `;
  }

  /** Whether a statement has begun and not ended. */
  get within(): boolean {
    return this.#begun !== '';
  }

  /** The node whose statements are being typed. */
  get node(): string | undefined {
    return this.#node;
  }

  /** Takes a line; returns what is now complete. */
  read(line: string): Reading[] {
    if (this.#node !== undefined) return this.#readSql(this.#node, line);
    const readings = readCommands(line, this.#nodes);
    return readings.filter((reading) => {
      if ('problem' in reading || reading.spec.name !== 'sql' || reading.argument !== '') return true;
      this.#node = reading.node;
      return false;
    });
  }

  /** Forgets the line and the statement that were begun. */
  drop(): void {
    this.#begun = '';
  }

  #readSql(node: string, line: string): Reading[] {
    const said = line.trim();
    if (/^(\\q|exit|quit)$/.test(said) && (this.#begun === '' || said === '\\q')) {
      this.#node = undefined;
      this.#begun = '';
      return [];
    }
    if (said.startsWith('\\'))
      return [{ source: said, problem: 'of the commands with a backslash only \\q is known here' }];
    this.#begun = this.#begun === '' ? line : `${this.#begun}\n${line}`;
    const complete = /;\s*&?\s*$/.test(this.#begun.replace(/--[^\n]*$/, ''));
    if (!complete) {
      if (splitStatements(this.#begun).length === 0) this.#begun = '';
      return [];
    }
    const sql = this.#begun;
    this.#begun = '';
    return [sqlCommand(node, sql, sql.trim())];
  }
}
