import { pathToFileURL } from 'node:url';

/** Frames shown of one stack. */
const frameLimit = 8;

/**
 * The frames of a stack that lie in the student's own files, with paths relative to the submission:
 * `setUp (src/setup.ts:12:9)`, one a line. `undefined` when there is none.
 */
export function studentFrames(stack: string | undefined, directory: string): string | undefined {
  const frames = (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && line !== relativeText(line, directory))
    .map((line) => relativeText(line.trim().replace(/^at /, ''), directory))
    .filter((frame) => !/(?:^|[( ])(?:\.lab|node_modules)\//.test(frame))
    .slice(0, frameLimit);
  return frames.length > 0 ? frames.join('\n') : undefined;
}

/** A text in which paths below the staging directory are relative to it. */
export function relativeText(text: string, directory: string): string {
  return text.replaceAll(`${pathToFileURL(directory).href}/`, '').replaceAll(`${directory}/`, '');
}
