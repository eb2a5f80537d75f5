import { bwrapLauncher, type StudentEnclosure } from './bwrap-launcher.ts';
import { type Launcher, plainLauncher } from './launcher.ts';
import { permissionLauncher } from './permission-launcher.ts';

/** With what the programs of a submission are confined: bubblewrap, or Node's permission model. Plain data. */
export type Confinement = StudentEnclosure | 'permissions';

/** The launcher of a confinement, or the plain one without any; `enter` leads to the network of `Engine.clientNetwork`. */
export function launcherFor(confinement: Confinement | undefined, enter?: readonly string[]): Launcher {
  if (confinement === undefined) return plainLauncher;
  return confinement === 'permissions' ? permissionLauncher : bwrapLauncher(confinement, enter);
}
