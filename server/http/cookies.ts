import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/**
 * A `__Host-` cookie belongs to this very host and travels by HTTPS alone; plain http has neither.
 */
const names = { https: '__Host-ledgerberry', http: 'ledgerberry' } as const;
const MOST_SECONDS = 180 * 24 * 3600;

const isHttps = (publicUrl: string) => publicUrl.startsWith('https:');
export const cookieName = (publicUrl: string) => (isHttps(publicUrl) ? names.https : names.http);

export const readSessionToken = (c: Context, publicUrl: string): string | undefined =>
  getCookie(c, cookieName(publicUrl));

export function writeSessionToken(c: Context, publicUrl: string, token: string): void {
  setCookie(c, cookieName(publicUrl), token, {
    path: '/',
    httpOnly: true,
    secure: isHttps(publicUrl),
    sameSite: 'Strict',
    maxAge: MOST_SECONDS,
  });
}

export function clearSessionToken(c: Context, publicUrl: string): void {
  deleteCookie(c, cookieName(publicUrl), { path: '/', secure: isHttps(publicUrl) });
}
