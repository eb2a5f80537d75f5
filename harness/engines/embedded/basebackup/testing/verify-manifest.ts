import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

interface Manifest {
  Files: { Path: string; Size: number; 'Checksum-Algorithm': string; Checksum: string }[];
  'Manifest-Checksum': string;
}

/**
 * What pg_verifybackup checks, apart from parsing the WAL: returns one line per missing, extra, or different file.
 * For PostgreSQL versions whose own pg_verifybackup is not at hand.
 */
export function manifestFaults(directory: string): string[] {
  const text = readFileSync(join(directory, 'backup_manifest'), 'utf8');
  const manifest: Manifest = JSON.parse(text);
  const faults: string[] = [];
  const covered = text.slice(0, text.indexOf('"Manifest-Checksum"'));
  const digest = createHash('sha256').update(covered).digest('hex');
  if (digest !== manifest['Manifest-Checksum']) faults.push('backup_manifest: checksum differs');
  const present = new Set(listFiles(directory).filter((path) => !exempt(path)));
  for (const file of manifest.Files) {
    if (!present.delete(file.Path)) {
      if (!exempt(file.Path)) faults.push(`${file.Path}: missing`);
      continue;
    }
    const bytes = readFileSync(join(directory, file.Path));
    if (bytes.length !== file.Size) faults.push(`${file.Path}: ${bytes.length} bytes instead of ${file.Size}`);
    if (file['Checksum-Algorithm'] !== 'CRC32C') faults.push(`${file.Path}: ${file['Checksum-Algorithm']}`);
    if (crc32c(bytes) !== file.Checksum) faults.push(`${file.Path}: checksum differs`);
  }
  return [...faults, ...[...present].map((path) => `${path}: not in the manifest`)];
}

function listFiles(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(directory, join(entry.parentPath, entry.name)));
}

/** As in pg_verifybackup: files that a follower's configuration, or WAL, adds. */
function exempt(path: string): boolean {
  return path.startsWith('pg_wal/') || ['backup_manifest', 'standby.signal', 'postgresql.auto.conf'].includes(path);
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

/** CRC-32C in the manifest's spelling: its four bytes, lowest first, in hexadecimal. */
function crc32c(bytes: Buffer): string {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  const result = Buffer.alloc(4);
  result.writeUInt32LE(~crc >>> 0);
  return result.toString('hex');
}
