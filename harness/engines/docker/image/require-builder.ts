import { join } from 'node:path';
import { LabError } from '../../../core/errors.ts';
import { isProgram } from '../../../core/programs.ts';

const programs = { debootstrap: 'debootstrap', unshare: 'util-linux', tar: 'tar' };

/** Throws UNSUPPORTED where images cannot be built: what is lacking, and what to do instead. */
export function requireBuilder(path: string, platform = process.platform, uid = process.getuid?.()): void {
  const instead = 'docker pull postgres:18 && docker pull node:26-slim, where a registry answers';
  const refuse = (found: string, next: string) => {
    throw new LabError('UNSUPPORTED', `images cannot be built here: ${found}`, { next });
  };
  if (platform !== 'linux') refuse(`debootstrap needs Linux, this is ${platform}`, instead);
  if (uid !== 0) refuse('debootstrap needs root', `sudo -E npm run image, or ${instead}`);
  for (const [program, from] of Object.entries(programs)) {
    if (!path.split(':').some((folder) => isProgram(join(folder, program)))) {
      refuse(`there is no ${program}`, `apt-get install ${from}, or ${instead}`);
    }
  }
}
