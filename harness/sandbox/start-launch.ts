import type { Writable } from 'node:stream';
import type { Broker, OwnedProcess } from '../broker/broker.ts';
import type { Launch } from './launcher.ts';

/** Starts a program of a submission, whose staged copy is `directory`, and hands it what it is to read first. */
export async function startLaunch(
  broker: Broker,
  label: string,
  directory: string,
  launch: Launch,
): Promise<OwnedProcess> {
  const owned = await broker.spawn({ label, cwd: directory, ...launch });
  for (const [fd, text] of Object.entries(launch.inputs ?? {})) {
    const pipe = owned.child.stdio[Number(fd)] as Writable;
    pipe.on('error', () => undefined).end(text); // it ended without reading: its exit tells
  }
  return owned;
}
