import { createHash, randomBytes } from 'node:crypto';

/** An opaque token of 256 bits, safe in a cookie and in an address. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What the database keeps of a token: useless to whoever reads it there. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
