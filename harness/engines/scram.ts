import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/**
 * The rounds protect guessable passwords; ours are 144 random bits and live for minutes, and every connection of a
 * check would pay for 4096 of them.
 */
const iterations = 16;

/** A password as PostgreSQL stores it (RFC 5803), so that ALTER ROLE does not have to compute it. */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** 144 random bits, in letters that need no quoting anywhere. */
export function randomPassword(): string {
  return randomBytes(18).toString('base64url');
}
