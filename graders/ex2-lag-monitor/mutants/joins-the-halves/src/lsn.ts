export function lsnToBigInt(lsn: string): bigint {
  const halves = /^([0-9a-f]{1,8})\/([0-9a-f]{1,8})$/i.exec(lsn);
  if (!halves) throw new Error(`not an LSN: ${lsn}`);
  return BigInt(`0x${halves[1]}${halves[2]}`);
}
