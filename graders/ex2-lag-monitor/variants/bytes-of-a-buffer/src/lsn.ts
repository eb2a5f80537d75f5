export function lsnToBigInt(lsn: string): bigint {
  if (!/^[0-9A-Fa-f]{1,8}[/][0-9A-Fa-f]{1,8}$/.test(lsn)) throw new RangeError(`${lsn} is out of range`);
  const hex = lsn
    .split('/')
    .map((half) => half.padStart(8, '0'))
    .join('');
  return Buffer.from(hex, 'hex').readBigUInt64BE();
}
