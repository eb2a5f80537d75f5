import type { Topology } from '../scenario/topology.ts';
import type { LinkTarget } from './link-targets.ts';

/** What the plugins know of the chapter they are at. */
export interface RenderEnv {
  /** Of the source file; plugins whose tokens have no line look here. */
  lines: readonly string[];
  say: (line: number, problem: string) => void;
  topology: Topology;
  /** Where a link of the source leads; undefined when it leads nowhere, which it says. Set before rendering. */
  resolve: (href: string, line: number) => LinkTarget | undefined;
  /** Renders the markup of a title. */
  inline?: (text: string) => string;
}

/** The environment as our plugins know it; markdown-it hands it on without a type of ours. */
export function envOf(env: unknown): RenderEnv {
  return env as RenderEnv;
}
