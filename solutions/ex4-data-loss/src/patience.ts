/** Milliseconds after which `write` stops waiting for an answer: well below the five seconds that it may take. */
export const patience = 2500;

/** The result of `work`, unless it takes longer than `ms`. */
export async function before<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  work.catch(() => undefined); // it may fail long after nobody waits for it
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
