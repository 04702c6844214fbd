import type { SessionReply } from '#server/contract/session.ts';
import type { Route } from './routes.ts';

type Here = Pick<Location, 'pathname' | 'search' | 'hash'>;

/**
 * Where whoever is looking belongs instead of `here`, or null where they may stay: who is not
 * signed in signs in first and is then brought back, and the first run comes before everything.
 * `left` says that somebody was signed in here until a moment ago: the next one did not ask for the
 * page that was left, and begins at the beginning.
 */
export function elsewhere(
  who: SessionReply['state'],
  access: Route['access'],
  here: Here,
  left = false,
): string | null {
  if (access === 'anyone') return null;
  if (who === 'setup') return here.pathname === '/setup' ? null : `/setup${here.hash}`;
  if (who === 'signed_out') {
    if (here.pathname === '/sign-in') return null;
    const wanted = left || here.pathname === '/setup' ? '/' : here.pathname + here.search;
    return wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`;
  }
  if (access !== 'out') return null;
  return ownPath(new URLSearchParams(here.search).get('next')) ?? '/';
}

/**
 * A path of ours as it was meant; null for every way to write another site, of which there are
 * many: `//elsewhere.example`, with a backslash, with a tab between.
 */
function ownPath(next: string | null): string | null {
  const nowhere = 'http://nowhere.invalid';
  if (!next?.startsWith('/') || !URL.canParse(next, nowhere)) return null;
  const { origin, pathname, search, hash } = new URL(next, nowhere);
  // A path that begins with two slashes would be a site again.
  return origin === nowhere && !pathname.startsWith('//') ? pathname + search + hash : null;
}
