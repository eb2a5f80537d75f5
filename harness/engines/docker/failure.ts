import { LabError, messageOf } from '../../core/errors.ts';

/** Does something with the daemon. Whatever goes wrong there is NO_DOCKER: ours, and never a student's. */
export async function onDaemon<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    const reason = reasonOf(cause);
    throw new LabError('NO_DOCKER', `${what}: ${reason}`, reason === messageOf(cause) ? { cause } : {});
  }
}

const portTaken = 'a port of this machine was taken by somebody else at that moment';

/** Whether that is why something could not be started: another port may be free. */
export function isPortTaken(error: unknown): boolean {
  return error instanceof LabError && error.message.includes(portTaken);
}

/** The daemon's words, without the library's. */
function reasonOf(cause: unknown): string {
  const { code, json, statusCode } = cause as { code?: string; json?: { message?: string }; statusCode?: number };
  if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ECONNRESET' || code === 'EPIPE') {
    return `the daemon does not answer (${code})`;
  }
  const said = (json?.message ?? messageOf(cause)).replaceAll(/\s+/g, ' ').trim();
  if (statusCode === 404 && /No such (container|exec)/i.test(said)) return 'it has gone, and not by this course';
  if (/address pools have been fully subnetted|could not find an available/.test(said)) {
    return `there is no room for another network: ${said}`;
  }
  if (/address already in use|port is already allocated/i.test(said)) {
    return `${portTaken}: ${/(listen|Bind for) .*/.exec(said)?.[0] ?? said}`;
  }
  return said;
}
