import { Refusal } from '#server/contract/errors.ts';
import { listAudit } from '#server/db/audit.ts';
import { lacking } from './access.ts';
import { auditSentence } from './auditWords.ts';
import type { Handler } from './deps.ts';

/**
 * Who did what. Matters of the appliance are an owner's to read, and an owner's program's with the
 * scope that reads them elsewhere.
 */
export const getAudit: Handler<'GET /api/audit'> = async (deps, { viewer, query, token }) => {
  const { about, kind, before, limit } = query;
  if (about === 'appliance') {
    if (viewer.role !== 'owner') {
      throw new Refusal('forbidden', 'Only an owner reads what concerns the Ledgerberry box.');
    }
    if (token && !token.scopes.includes('admin')) throw lacking('admin');
  }
  const page = {
    about,
    limit: limit + 1,
    ...(kind ? { kind } : {}),
    ...(before ? { before } : {}),
  };
  const rows = await listAudit(deps.db, viewer, page);
  const entries = rows.slice(0, limit).map((row) => {
    const { id, at, actor, from } = row;
    return { id, at, actor, from, kind: row.kind, sentence: auditSentence(row) };
  });
  return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
};
