/** A position in the write-ahead log as a number; `0/16B3748` is high and low 32 bits in hexadecimal. */
export function parseLsn(text: string): bigint {
  const match = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(text);
  if (!match) throw new Error(`not an LSN: ${text}`);
  return (BigInt(`0x${match[1]}`) << 32n) | BigInt(`0x${match[2]}`);
}

export function formatLsn(lsn: bigint): string {
  const hex = (value: bigint) => value.toString(16).toUpperCase();
  return `${hex(lsn >> 32n)}/${hex(lsn & 0xffff_ffffn)}`;
}

/** Bytes of a page of the log, and of the headers at the start of a page and of a segment. */
const page = 8192n;
const headers = [24n, 40n];

/**
 * Where the log ends, from the position that its next record would get. The two differ where a page has just been
 * filled: the header of the next page lies between them, and nobody has replayed that before a record stands behind it.
 */
export function endOfLog(next: bigint): bigint {
  const inPage = next % page;
  return headers.includes(inPage) ? next - inPage : next;
}
