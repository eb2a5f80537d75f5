import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtImages } from '../images.ts';

/** How an image is made: a Debian of its own, what is put into it, and how a container of it starts. */
export interface ImageRecipe {
  name: string;
  tag: string;
  /** What it is, for the terminal. */
  means: string;
  suite: string;
  packages: readonly string[];
  /** Files to put into it, all executable: path in the image -> path here. */
  files: Readonly<Record<string, string>>;
  /** Below the root: removed again before the image is made. */
  without: readonly string[];
  /** Instructions of a Dockerfile; `version` is that of the first package, as Debian counts. */
  changes(version: string): string[];
}

/** Majors of PostgreSQL, and the Debian that has them. */
export const suites = { 15: 'bookworm', 17: 'trixie', 18: 'forky' } as const;

const always = ['var/cache/apt/archives', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'var/log'];

/** As the official image: entry point, variables, directories. */
export function postgresRecipe(major: keyof typeof suites): ImageRecipe {
  const data = `/var/lib/postgresql/${major}/docker`;
  return {
    name: builtImages.postgres,
    tag: String(major),
    means: `PostgreSQL ${major}, server and client programs`,
    suite: suites[major],
    packages: [`postgresql-${major}`, `postgresql-client-${major}`],
    files: { 'usr/local/bin/docker-entrypoint.sh': join(import.meta.dirname, 'docker-entrypoint.sh') },
    // The cluster that Debian makes of its own accord.
    without: [...always, `var/lib/postgresql/${major}`, `etc/postgresql/${major}`],
    changes: (version) => [
      `ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/${major}/bin`,
      `ENV PG_MAJOR=${major}`,
      `ENV PG_VERSION=${version}`,
      `ENV PGDATA=${data}`,
      'ENV LANG=C.UTF-8',
      'ENTRYPOINT ["docker-entrypoint.sh"]',
      'CMD ["postgres"]',
      'EXPOSE 5432',
    ],
  };
}

/** Node.js as this runs on, and the library that it needs. */
export function nodeRecipe(nodePath: string): ImageRecipe {
  return {
    name: builtImages.node,
    tag: String(Number.parseInt(process.versions.node, 10)),
    means: `Node.js ${process.versions.node}`,
    suite: 'bookworm',
    packages: ['libatomic1'],
    files: { 'usr/local/bin/node': nodePath },
    without: always,
    changes: () => [`ENV NODE_VERSION=${process.versions.node}`, 'CMD ["node"]'],
  };
}

/** The same for recipes that make the same image, up to the updates that Debian has published since. */
export function hashOf(recipe: ImageRecipe): string {
  const { files, ...rest } = recipe;
  const hash = createHash('sha256').update(JSON.stringify([rest, recipe.changes(''), process.arch]));
  for (const [path, source] of Object.entries(files)) hash.update(path).update(readFileSync(source));
  return hash.digest('hex').slice(0, 16);
}
