export function lsnToBigInt(lsn: string): bigint {
  const halves = /^([0-9a-f]{1,8})\/([0-9a-f]{1,8})$/i.exec(lsn);
  if (!halves) throw new Error(`not an LSN: ${lsn}`);
  return BigInt(Number.parseInt(halves[1] as string, 16) * 2 ** 32 + Number.parseInt(halves[2] as string, 16));
}
