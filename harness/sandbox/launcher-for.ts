import { LabError } from '../core/errors.ts';
import type { ClientGround } from '../enclosure/cells.ts';
import { bwrapLauncher, type StudentEnclosure } from './bwrap-launcher.ts';
import { cellLauncher } from './cell-launcher.ts';
import { type Launcher, plainLauncher } from './launcher.ts';
import { permissionLauncher } from './permission-launcher.ts';

/** With what the programs of a submission are confined: bubblewrap, Node's permission model, or cells. Plain data. */
export type Confinement = StudentEnclosure | 'permissions' | 'cells';

/**
 * The launcher of a confinement, or the plain one without any; `ground` is `Engine.clientGround`. Throws GRADER for
 * cells where the ground has none.
 */
export function launcherFor(confinement: Confinement | undefined, ground?: ClientGround): Launcher {
  if (confinement === undefined) return plainLauncher;
  if (confinement === 'permissions') return permissionLauncher;
  if (confinement !== 'cells')
    return bwrapLauncher(confinement, ground && 'enter' in ground ? ground.enter : undefined);
  if (ground && 'cells' in ground) return cellLauncher(ground.cells);
  throw new LabError('GRADER', 'programs shall run in cells, and there are none');
}
