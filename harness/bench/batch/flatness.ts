import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Ground, processesOn } from '../../broker/left-over.ts';
import { messageOf } from '../../core/errors.ts';
import type { Series } from '../stopwatch.ts';
import { coordinatorOf } from './batch-home.ts';
import { heldMemory } from './held-memory.ts';

/** Milliseconds between two looks at a batch. */
const interval = 2000;

/** Looks for each one at its memory, which takes it a tenth of a second. */
const seldom = 10;

/** What a batch holds at one moment. */
interface Look {
  /** Undefined in most looks. */
  'memory that the batch holds': number | undefined;
  'its open files': number;
  processes: number;
  /** Of no grading that is under way, and of no probe of a lane. */
  'other directories': number;
  'servers on /dev/shm': number;
}

const units: Readonly<Record<keyof Look, string>> = {
  'memory that the batch holds': 'MiB',
  'its open files': 'files',
  processes: 'processes',
  'other directories': 'directories',
  'servers on /dev/shm': 'MiB',
};

export const looked = Object.keys(units) as (keyof Look)[];

/** Looks at a batch in equal intervals until it is stopped. Linux only. */
export class Flatness implements Disposable {
  readonly #ground: Ground;
  readonly #results: string;
  readonly #looks: Look[] = [];
  readonly #timer: NodeJS.Timeout;
  #looking = false;
  #missed: unknown;

  /** `results`: the folder that the batch writes to. */
  constructor(ground: Ground, results: string) {
    this.#ground = ground;
    this.#results = results;
    this.#timer = setInterval(() => void this.#look(), interval);
  }

  /**
   * Each kind of thing twice: what there was of it in the middle third of the looks, and in the last. In the first a
   * batch warms up: V8 compiles what has often run, and lanes are opened.
   */
  thirds(): Series[] {
    const third = Math.floor(this.#looks.length / 3);
    const series = (name: keyof Look, part: string, looks: Look[]): Series => {
      const values = looks.flatMap((look) => look[name] ?? []);
      return { name: `${name}, ${part} third`, values, unit: units[name] };
    };
    return looked.flatMap((name) => [
      series(name, 'middle', this.#looks.slice(third, this.#looks.length - third)),
      series(name, 'last', this.#looks.slice(this.#looks.length - third)),
    ]);
  }

  /** What was never seen in a third, and what the latest look that failed came to: no claim on it can be judged. */
  unseen(): string[] {
    const because = this.#missed === undefined ? 'none failed' : `the last to fail: ${messageOf(this.#missed)}`;
    const empty = this.thirds().filter(({ values }) => values.length === 0);
    return empty.map(({ name }) => `${name}: in none of ${this.#looks.length} looks (${because})`);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  /** One after another: on a busy machine a look may take longer than the interval. */
  async #look(): Promise<void> {
    const pid = coordinatorOf(this.#results);
    if (this.#looking || pid === undefined) return;
    this.#looking = true;
    try {
      const held = this.#looks.length % seldom === 0 ? await heldMemory(pid) : undefined;
      this.#looks.push({ ...(await lookAt(pid, this.#ground)), 'memory that the batch holds': held });
    } catch (error) {
      this.#missed = error; // mostly it ended meanwhile
    } finally {
      this.#looking = false;
    }
  }
}

async function lookAt(pid: number, ground: Ground): Promise<Omit<Look, 'memory that the batch holds'>> {
  const open = readdirSync(`/proc/${pid}/fd`).length;
  const runs = join(ground.workDirectory, 'runs');
  return {
    'its open files': open,
    processes: processesOn(ground).length,
    'other directories': readdirSync(runs).flatMap((run) => otherDirectories(join(runs, run))).length,
    'servers on /dev/shm': await sizeOf(ground.workDirectory),
  };
}

/** What lies in a run for no grading that is under way: with the gradings at once their own come and go. */
function otherDirectories(run: string): string[] {
  const names = entries(run);
  const assigned = new Set(names.flatMap((name) => /^assignment-(\w+)\.json$/.exec(name)?.slice(1) ?? []));
  const machines = entries(join(run, 'machines')).filter((name) => !assigned.has(name) && !/^probe-/.test(name));
  return [...names.filter((name) => !/^assignment-/.test(name)), ...machines];
}

function entries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** MiB. `du` fails when files go while it looks, and tells the sum all the same. */
async function sizeOf(path: string): Promise<number> {
  const said = await promisify(execFile)('du', ['-sk', path]).catch((error: { stdout?: string }) => error);
  return Number.parseInt(said.stdout ?? '', 10) / 1024;
}
