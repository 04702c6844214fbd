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

/** On a computer that others use too, the cookie goes when the browser is closed. */
export function writeSessionToken(
  c: Context,
  publicUrl: string,
  session: { token: string; shared: boolean },
): void {
  setCookie(c, cookieName(publicUrl), session.token, {
    path: '/',
    httpOnly: true,
    secure: isHttps(publicUrl),
    sameSite: 'Strict',
    ...(session.shared ? {} : { maxAge: MOST_SECONDS }),
  });
}

export function clearSessionToken(c: Context, publicUrl: string): void {
  deleteCookie(c, cookieName(publicUrl), { path: '/', secure: isHttps(publicUrl) });
}
