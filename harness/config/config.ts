import { isAbsolute, resolve } from 'node:path';
import { LabError } from '../core/errors.ts';

/** How a grading run is configured: flags over environment over defaults, validated once, then read-only. */
export interface RunConfig {
  /** Hexadecimal; undefined: a new one for each run. */
  readonly seed: string | undefined;
  /** Directory of PostgreSQL programs; undefined: the ones that npm brought. */
  readonly pgBin: string | undefined;
  /** `auto`: containers where Docker is ready for them, else processes. */
  readonly engine: (typeof engines)[number];
  readonly json: boolean;
  /** The files to which the results are written as well, absolute, by their format. */
  readonly reportFiles: Readonly<Partial<Record<ReportFormat, string>>>;
  readonly color: boolean;
  /** The submission is somebody else's: it is graded in full isolation or, where `trust` says so, in what there is. */
  readonly untrusted: boolean;
  readonly trust: boolean;
}

export interface ConfigSources {
  options: Record<string, string | boolean | undefined>;
  env: NodeJS.ProcessEnv;
  /** What relative paths start from. */
  cwd: string;
  /** Whether stdout is a terminal. */
  terminal: boolean;
}

/** What results can be written as, besides the terminal; each is a flag with a file. */
export const reportFormats = ['junit', 'ctrf', 'gradescope', 'classroom50'] as const;
export type ReportFormat = (typeof reportFormats)[number];

const engines = ['auto', 'embedded', 'docker'] as const;

/** Throws ARGUMENT, which says what was expected and what was given. */
export function readConfig({ options, env, cwd, terminal }: ConfigSources): RunConfig {
  const word = (flag: string, variable?: string) => {
    const given = options[flag] ?? (variable ? env[variable] : undefined);
    return typeof given === 'string' && given !== '' ? given : undefined;
  };
  const said = word('engine', 'LAB_ENGINE') ?? 'auto';
  const engine = engines.find((name) => name === said);
  if (engine === undefined) {
    throw new LabError('ARGUMENT', `--engine is one of ${engines.join(', ')}; got ${JSON.stringify(said)}`);
  }
  const seed = word('seed');
  if (seed !== undefined && !/^[0-9a-f]{1,16}$/.test(seed)) {
    throw new LabError(
      'ARGUMENT',
      `--seed is 1 to 16 hexadecimal digits, as a report prints it; got ${JSON.stringify(seed)}`,
    );
  }
  const pgBin = word('pgBin', 'LAB_PG_BIN');
  const absolute = (path: string | undefined) => path && (isAbsolute(path) ? path : resolve(cwd, path));
  const files = reportFormats.map((format) => [format, absolute(word(format))] as const);
  return {
    seed,
    pgBin: absolute(pgBin),
    engine,
    json: options.json === true,
    reportFiles: Object.fromEntries(files.filter(([, path]) => path !== undefined)),
    color: wantsColor(options, env, terminal),
    untrusted: options.untrusted === true,
    trust: options.trust === true,
  };
}

/** https://no-color.org and its opposite; a pipe gets none. */
function wantsColor(options: ConfigSources['options'], env: NodeJS.ProcessEnv, terminal: boolean): boolean {
  if (options.color === false || env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return terminal && env.TERM !== 'dumb';
}
