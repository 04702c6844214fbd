import { lookAs } from '#web/api.ts';

/** Somebody of the household with whose eyes one can look. */
export interface Other {
  id: string;
  name: string;
}

let other: Other | null = null;
const listeners = new Set<() => void>();

/** With whose eyes the pages are looked at now, or null; a page loaded anew has forgotten. */
export const viewedAs = (): Other | null => other;

/**
 * Shows the pages of money as this member sees them: nothing but what the asker linked, as far as
 * it is shared, and nothing to be changed. Null ends it.
 */
export function viewAs(next: Other | null): void {
  if (next?.id === other?.id) return;
  other = next;
  lookAs(next?.id ?? null);
  for (const listener of listeners) listener();
}

/** Calls the listener whenever the eyes change; gives the way out. */
export function onViewAs(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The pages that can be looked at so; whoever goes elsewhere has stopped. */
export const canViewAs = (place: string | undefined): boolean =>
  ['/', '/transactions', '/accounts', '/links'].includes(place ?? '');
