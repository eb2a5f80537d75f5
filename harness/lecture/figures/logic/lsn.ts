/** What the figure shows of two positions in the log. */
export interface LsnComparison {
  /** Bytes from the first to the second; negative when the second is behind. */
  distance: bigint;
  /** Which one comes first, by position and by text: the trap is where they differ. */
  byPosition: Order;
  byText: Order;
}

export type Order = 'before' | 'equal' | 'after';

/** `0/3000060` as a number: 32 bits, a slash, 32 bits, in hexadecimal. Undefined for anything else. */
function lsnToBigInt(text: string): bigint | undefined {
  const [, high, low] = /^([0-9a-f]{1,8})\/([0-9a-f]{1,8})$/i.exec(text.trim()) ?? [];
  if (high === undefined || low === undefined) return undefined;
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** Compares two positions; undefined when one of them is none. */
export function compareLsns(first: string, second: string): LsnComparison | undefined {
  const [a, b] = [lsnToBigInt(first), lsnToBigInt(second)];
  if (a === undefined || b === undefined) return undefined;
  return { distance: b - a, byPosition: orderOf(a, b), byText: orderOf(first.trim(), second.trim()) };
}

/** 16 MiB, 1.2 kB: as people say it. */
export function sizeInWords(bytes: bigint): string {
  const size = bytes < 0n ? -bytes : bytes;
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
  let at = 0;
  while (at < units.length - 1 && size >> BigInt(10 * (at + 1)) > 0n) at += 1;
  const value = Number((size * 10n) >> BigInt(10 * at)) / 10;
  return `${at === 0 ? size : value} ${size === 1n ? 'byte' : units[at]}`;
}

function orderOf<T extends bigint | string>(a: T, b: T): Order {
  return a === b ? 'equal' : a < b ? 'before' : 'after';
}
