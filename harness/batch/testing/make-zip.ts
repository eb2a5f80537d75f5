import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip that a test makes: with any name, also those that no honest program writes. */
export interface ZipEntry {
  name: string;
  content?: string | Buffer;
  /** Unix's kind and permissions; default: a plain file. */
  mode?: number;
  /** Bit 0: encrypted. */
  flags?: number;
}

export const symlinkMode = 0o120777;

/** A zip as bytes, every entry deflated. Written by hand, for the libraries that write zips refuse what is tested. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { content = '', flags = 0, mode = 0o100644, name } of entries) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const nameBytes = Buffer.from(name);
    // Version, flags (bit 11: names are UTF-8), method, time, date, checksum, sizes, lengths of name and extra field.
    const common = [u16(20), u16(flags | 0x800), u16(8), u16(0), u16(0x21), u32(crc32(plain))];
    const sizes = [u32(packed.length), u32(plain.length), u16(nameBytes.length), u16(0)];
    const local = Buffer.concat([u32(0x04034b50), ...common, ...sizes, nameBytes, packed]);
    const attributes = [u16(0), u16(0), u16(0), u32((mode << 16) >>> 0), u32(offset)];
    directory.push(Buffer.concat([u32(0x02014b50), u16(0x031e), ...common, ...sizes, ...attributes, nameBytes]));
    bodies.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const counts = [u16(0), u16(0), u16(entries.length), u16(entries.length)];
  const end = Buffer.concat([u32(0x06054b50), ...counts, u32(listing.length), u32(offset), u16(0)]);
  return Buffer.concat([...bodies, listing, end]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
