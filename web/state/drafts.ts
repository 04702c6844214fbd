import { queries } from './client.ts';

/** Something typed that is not saved yet, and why not where saving was tried. */
export interface Draft {
  typed: string;
  /** A sentence; null while it was not tried. */
  failed: string | null;
  /** There was no answer: it may be tried again by itself. */
  unanswered: boolean;
}

const all = 'draft';

/**
 * What was typed lives beside the answers of the server until it is saved, so that closing a panel
 * or losing the line loses nothing, and signing out forgets it with everything else.
 */
export const draftOf = (thing: string, field: string): Draft | undefined =>
  queries.getQueryData<Draft>([all, thing, field]);

export function keepDraft(thing: string, field: string, draft: Draft): void {
  // Kept for as long as the tab lives: nobody watches it.
  queries.setQueryDefaults([all], { gcTime: Number.POSITIVE_INFINITY });
  queries.setQueryData([all, thing, field], draft);
}

export function dropDraft(thing: string, field: string): void {
  queries.removeQueries({ queryKey: [all, thing, field] });
}
