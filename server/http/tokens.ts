import { Refusal } from '#server/contract/errors.ts';
import {
  deleteApiToken,
  insertApiToken,
  listApiTokens,
  MOST_TOKENS,
} from '#server/db/apiTokens.ts';
import { noteAudit } from '#server/db/audit.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';
import { TOKEN_PREFIX } from './access.ts';
import { ok, type Handler } from './deps.ts';
import { callerNetwork } from './network.ts';

export const getTokens: Handler<'GET /api/tokens'> = async (deps, { viewer }) => ({
  tokens: await listApiTokens(deps.db, viewer),
});

export const postToken: Handler<'POST /api/tokens'> = async (deps, call) => {
  const { viewer, body } = call;
  const scopes = [...new Set(body.scopes)];
  if (scopes.includes('admin') && viewer.role !== 'owner') {
    const sentence = 'Only an owner of the household makes a token with the scope “admin”.';
    throw new Refusal('forbidden', sentence, { field: 'scopes' });
  }
  const token = TOKEN_PREFIX + newToken();
  const network = callerNetwork(deps, call.context);
  const made = await deps.db.transaction(async (tx) => {
    const { name, days } = body;
    const kept = await insertApiToken(tx, viewer, {
      tokenHash: hashToken(token),
      name,
      scopes,
      days,
    });
    if (!kept) throw new Refusal('conflict', `You have ${MOST_TOKENS} tokens. Remove one first.`);
    const details = { name, scopes: scopes.join(', '), days };
    await noteAudit(tx, { kind: 'token.made', actor: viewer.memberId, details, network });
    return kept;
  });
  return { ...made, token };
};

export const removeToken: Handler<'POST /api/tokens/:id/remove'> = async (deps, call) => {
  const actor = call.viewer.memberId;
  const network = callerNetwork(deps, call.context);
  await deps.db.transaction(async (tx) => {
    const name = await deleteApiToken(tx, call.viewer, call.params.id);
    if (name === undefined) throw new Refusal('not_found', 'This token was removed already.');
    await noteAudit(tx, { kind: 'token.removed', actor, details: { name }, network });
  });
  return ok;
};
