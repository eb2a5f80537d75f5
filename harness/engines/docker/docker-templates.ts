import { createHash } from 'node:crypto';
import type { Broker } from '../../broker/broker.ts';
import { LabError } from '../../core/errors.ts';
import type { RunResult, TemplateRecipe } from '../engine.ts';
import { randomPassword } from '../scram.ts';
import { complaintIn, initdbArguments, templateFiles, templateSql } from '../template-contents.ts';
import type { Client } from './client.ts';
import { type Container, createContainer, removeContainer } from './container.ts';
import { runExec } from './exec.ts';
import { onDaemon } from './failure.ts';
import { inspectImage, type PostgresImage } from './images.ts';
import { ownLabels, templateLabel } from './labels.ts';

/** An image whose machines have their data from the start: nothing is copied for each of them. */
export interface DockerTemplate {
  image: string;
  /** The superuser's password in it. */
  password: string;
}

export interface DockerTemplateOptions {
  client: Client;
  host: string;
  broker: Broker;
  postgres: PostgresImage;
}

/** The directories of a machine. `data` is prepared, `empty` is not; the log is root's, out of a student's reach. */
export const machineHome = '/srv/lab';

/** Raised when the way a template is made changes, so that older ones are not used. */
const revision = 1;
const passwordLabel = 'replication-lab.password';
/** Bytes; initdb needs more than a server of ours. */
const memory = 1024 ** 3;

const layout = `set -e
mkdir -p ${machineHome}
cd ${machineHome}
install -d -m 700 -o postgres -g postgres data empty home
install -m 600 /dev/null server.log
`;

/** Finds or makes the image of a recipe. Two runs that make it at once end with one. Throws NO_DOCKER, START_FAILED. */
export async function openDockerTemplate(
  recipe: TemplateRecipe,
  options: DockerTemplateOptions,
): Promise<DockerTemplate> {
  const identity = JSON.stringify([revision, options.postgres.id, recipe]);
  const key = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  const image = `replication-lab-template:${key}`;
  return (await find(image, options)) ?? (await make(image, recipe, options));
}

async function find(image: string, { host }: DockerTemplateOptions): Promise<DockerTemplate | undefined> {
  const labels = (await onDaemon('cannot look for a template', () => inspectImage(host, image)))?.Config.Labels;
  const password = labels?.[passwordLabel];
  return password ? { image, password } : undefined;
}

async function make(image: string, recipe: TemplateRecipe, options: DockerTemplateOptions): Promise<DockerTemplate> {
  const { broker, client, postgres } = options;
  const container = await createContainer(client, {
    what: 'the container of a template',
    image: postgres.name,
    command: ['sleep', 'infinity'],
    labels: ownLabels(broker),
    user: 'root',
    capabilities: ['CHOWN', 'FOWNER', 'DAC_OVERRIDE'],
    memory,
    more: { HostConfig: { NetworkMode: 'none' } },
  });
  try {
    await onDaemon('cannot start the container of a template', () => container.start());
    const password = randomPassword();
    await prepare(container, recipe, { password, postgres });
    const labels = { [templateLabel]: 'yes', [passwordLabel]: password };
    const [repo, tag] = image.split(':');
    await onDaemon('cannot keep a template', () =>
      container.commit({ repo, tag, changes: Object.entries(labels).map(([name, value]) => `LABEL ${name}=${value}`) }),
    );
  } finally {
    await removeContainer(container);
  }
  // What another run has put in its place meanwhile is the one that counts.
  const made = await find(image, options);
  if (!made) throw new LabError('NO_DOCKER', `the template ${image} is not there after it was made`);
  return made;
}

async function prepare(
  container: Container,
  recipe: TemplateRecipe,
  { password, postgres }: { password: string; postgres: PostgresImage },
): Promise<void> {
  const run = async (program: string, command: string[], input?: string, user = 'postgres') => {
    const env = { PATH: postgres.path, LC_ALL: 'C', TZ: 'UTC', HOME: '/' };
    const result = await runExec(container, { what: `cannot run ${program}`, command, user, env, input });
    const failed = complaintIn(result.stderr);
    if (result.exitCode !== 0 || failed) throw failure(program, postgres, failed, result);
  };
  const data = `${machineHome}/data`;
  await run('sh', ['sh', '-c', layout], undefined, 'root');
  await run('initdb', ['initdb', ...initdbArguments(recipe), '-D', data]);
  const single = ['postgres', '--single', '-D', data, '-c', 'fsync=off', 'postgres'];
  await run('postgres', single, templateSql(recipe, password));
  for (const [name, text] of Object.entries(templateFiles(recipe))) {
    await run('sh', ['sh', '-c', 'cat > "$0"', `${data}/${name}`], text);
  }
}

function failure(program: string, { name }: PostgresImage, complaint: string | undefined, result: RunResult): LabError {
  const said = complaint ?? (result.stderr.trim() || result.stdout.trim() || `exit code ${result.exitCode}`);
  return new LabError('START_FAILED', `${program} failed: ${said}`, {
    where: name,
    next: 'set LAB_IMAGE to an official postgres image, or to one that npm run image has built',
  });
}
