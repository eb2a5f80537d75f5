import { endOf } from '../core/last-words.ts';
import type { CellFile, Cells } from '../enclosure/cells.ts';
import { filesIn } from '../enclosure/folder-files.ts';
import { nodeOptions } from '../enclosure/node-limits.ts';
import { withSignal } from './exit-fault.ts';
import type { Launcher, LaunchSpec } from './launcher.ts';
import type { Program } from './program.ts';

/** Milliseconds after its end for what a program has said to arrive: with a cell all that could say more has ended. */
const patience = 5000;

/** Programs in containers of the engine's. Nothing of this machine's files is there: the submission goes along. */
export function cellLauncher(cells: Cells): Launcher {
  return {
    name: 'container',
    isolation: 'full',
    describe: () => 'container: files, network, processes and memory of its own',
    async start(_broker, _label, spec): Promise<Program> {
      const cell = await cells.start({
        files: filesFor(spec, cells),
        args: [...nodeOptions(spec.memoryMb), ...spec.args],
      });
      return {
        directory: cell.directory,
        input: cell.input,
        output: cell.output,
        printed: [{ stream: 'stderr', from: cell.log }],
        exited: cell.exited.then(withSignal),
        get exit() {
          return cell.exit && withSignal(cell.exit);
        },
        lastWords: () => endOf([cell.log, cell.output], patience),
        kill: () => cell.kill(),
        [Symbol.asyncDispose]: () => cell.kill(),
      };
    },
  };
}

/** The staged submission. Its one link leads to the packages. */
function filesFor({ directory }: LaunchSpec, { packages }: Cells): CellFile[] {
  return filesIn(directory).map((file) => (file.link === undefined ? file : { ...file, link: packages }));
}
