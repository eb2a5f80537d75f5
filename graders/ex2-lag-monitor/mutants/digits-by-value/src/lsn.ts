/**
 * A position in the write-ahead log as a number. Its text is two halves of 32 bits in hexadecimal, without leading
 * zeros: so texts do not sort as positions do, and a `number` would lose the low bits beyond 2^53. Throws for a text
 * that is no position.
 */
export function lsnToBigInt(lsn: string): bigint {
  const halves = /^0*([0-9a-f]{1,8})\/0*([0-9a-f]{1,8})$/i.exec(lsn);
  if (!halves) throw new Error(`not an LSN: ${JSON.stringify(lsn)}`);
  return (BigInt(`0x${halves[1]}`) << 32n) | BigInt(`0x${halves[2]}`);
}
