/** What an archive may hold. Far above any honest submission, far below what would hurt the machine. */
export const limits = {
  /** Entries, those that are passed over included. */
  entries: 20_000,
  /** Bytes that are written. */
  written: 64 * 1024 ** 2,
  /** Bytes that come out of decompressing, those that are passed over included. */
  unpacked: 256 * 1024 ** 2,
  /** Bytes out for each byte in; text reaches 20. Up to `plain` bytes any ratio will do. */
  ratio: 100,
  plain: 4 * 1024 ** 2,
  /** Folders within each other. */
  depth: 32,
  /** Bytes of one name, and of a whole path. */
  name: 200,
  path: 1000,
} as const;

/** A number of bytes as a person reads it. */
export function bytesText(bytes: number): string {
  return bytes >= 1024 ** 2 ? `${Math.floor(bytes / 1024 ** 2)} MiB` : `${bytes} bytes`;
}
