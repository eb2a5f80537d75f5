import { LabError } from '../core/errors.ts';
import { findDaemon } from './docker/daemon.ts';
import { findImages } from './docker/images.ts';
import type { EmbeddedEngineOptions } from './embedded/embedded-engine.ts';
import { openInstallation } from './embedded/installation.ts';
import type { EngineOptions } from './open-engine.ts';

/** `auto`: docker where a daemon answers that has the images, embedded elsewhere. */
export const engineNames = ['auto', 'embedded', 'docker'] as const;
export type EngineName = (typeof engineNames)[number];

export interface ChosenEngine {
  options: EngineOptions;
  /** The version of its PostgreSQL. */
  postgres: string;
  /** Why this one, in words for the report. */
  because: string;
}

/**
 * Chooses the engine; nothing is started and no library loaded. Throws NO_POSTGRES; for `docker`, UNSUPPORTED with what
 * is lacking and the next command; ARGUMENT for `docker` with programs of this machine.
 */
export async function chooseEngine(
  wanted: EngineName,
  embedded: Omit<EmbeddedEngineOptions, 'broker'>,
  env: NodeJS.ProcessEnv,
): Promise<ChosenEngine> {
  if (wanted === 'docker' && embedded.pgBin) {
    throw new LabError('ARGUMENT', '--pg-bin names programs of this machine; --engine docker runs those of an image', {
      next: 'set LAB_IMAGE to an image, or leave --engine docker out',
    });
  }
  if (wanted === 'docker') return await inContainers(env, 'it was asked for');
  if (wanted === 'embedded' || embedded.pgBin) return asProcesses(embedded);
  try {
    return await inContainers(env, 'a daemon answers and has the images');
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return asProcesses(embedded, error.message);
  }
}

async function inContainers(env: NodeJS.ProcessEnv, because: string): Promise<ChosenEngine> {
  const { host } = await findDaemon(env);
  const images = await findImages(host, env);
  const used = `${images.postgres.name}; ${because}`;
  return { options: { engine: 'docker', host, images }, postgres: images.postgres.version.full, because: used };
}

/** `otherwise`: why there are no containers, where nobody has said that there shall be none. */
function asProcesses(options: Omit<EmbeddedEngineOptions, 'broker'>, otherwise?: string): ChosenEngine {
  const programs = options.pgBin ? `the programs of ${options.pgBin}` : 'the programs that npm brought';
  return {
    options: { engine: 'embedded', ...options },
    postgres: openInstallation(options).version.full,
    because: otherwise === undefined ? programs : `${programs}; ${otherwise}`,
  };
}
