import type { SessionReply } from '#server/contract/session.ts';
import type { Route } from './routes.ts';

type Here = Pick<Location, 'pathname' | 'search' | 'hash'>;

/**
 * Where whoever is looking belongs instead of `here`, or null where they may stay: who is not
 * signed in signs in first and is then brought back, and the first run comes before everything.
 */
export function elsewhere(
  who: SessionReply['state'],
  access: Route['access'],
  here: Here,
): string | null {
  if (access === 'anyone') return null;
  if (who === 'setup') return here.pathname === '/setup' ? null : `/setup${here.hash}`;
  if (who === 'signed_out') {
    if (here.pathname === '/sign-in') return null;
    const wanted = here.pathname === '/setup' ? '/' : here.pathname + here.search;
    return wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`;
  }
  if (access !== 'out') return null;
  const next = new URLSearchParams(here.search).get('next');
  // Only a path of ours: `//elsewhere.example` would be another site.
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}
