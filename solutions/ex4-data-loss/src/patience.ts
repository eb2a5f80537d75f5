/** Milliseconds for each of the two waits of `write`, to be connected and to be answered: both fit into its five seconds. */
export const patience = 2000;

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
