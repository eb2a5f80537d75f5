import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BakedImageOptions, openBakedImage } from './baked-image.ts';

const home = '/srv/lab';
const harness = join(import.meta.dirname, '..', '..');

/** What a gateway's container runs, and the environment for it. */
export const gatewayProgram: string[] = ['node', '--disable-warning=ExperimentalWarning', `${home}/gateway/main.ts`];
export const gatewayEnvironment: string[] = [`NODE_COMPILE_CACHE=${home}/compiled`];

/** The image with Node, the harness's own gateway and what it imports, compiled. Returns its name. Throws NO_DOCKER. */
export async function openGatewayImage(options: BakedImageOptions): Promise<string> {
  const modules = ['gateway', 'core'].flatMap((folder) =>
    readdirSync(join(harness, folder))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('-contract.ts'))
      .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(harness, folder, name)), mode: 0o444 })),
  );
  const files = [...modules, { path: 'package.json', text: '{ "type": "module" }\n', mode: 0o444 }];
  return await openBakedImage(
    {
      repo: 'replication-lab-gateway',
      files: files.map((file) => ({ ...file, path: `${home.slice(1)}/${file.path}` })),
      compileCache: `${home}/compiled`,
      rehearsal: `${gatewayProgram.join(' ')} </dev/null`,
    },
    options,
  );
}
