import { Refusal } from '#server/contract/errors.ts';
import {
  endSessionAsOwner,
  listAllSyncs,
  listApiEvents,
  listLinkEvents,
  listLinkHealth,
  listLinksToEnd,
  type EventsPage,
  type LinkHealthRow,
} from '#server/db/admin.ts';
import { noteAudit } from '#server/db/audit.ts';
import { listSessions } from '#server/db/sessions.ts';
import { describeLink } from '#server/domain/itemState.ts';
import { pullLever } from '#server/sync/sandboxLevers.ts';
import { clearSessionToken } from './cookies.ts';
import { ok, type Call, type Handler } from './deps.ts';
import { describeDevice } from './device.ts';
import { callerNetwork } from './network.ts';
import { homeToday } from './homeToday.ts';
import { FORGET_ALL } from './session.ts';
import { longDay } from './words.ts';

export const getAllSessions: Handler<'GET /api/admin/sessions'> = async (deps, { session }) => ({
  sessions: (await listSessions(deps.db, 'everybody')).map(({ userAgent, ...row }) => ({
    ...row,
    device: describeDevice(userAgent),
    current: row.id === session.id,
  })),
});

export const endAnySession: Handler<'POST /api/admin/sessions/:id/end'> = async (deps, call) => {
  const ended = { id: call.params.id, network: callerNetwork(deps, call.context) };
  if (!(await endSessionAsOwner(deps.db, call.viewer, ended))) {
    throw new Refusal('not_found', 'This session has ended already.');
  }
  if (ended.id === call.session.id) {
    clearSessionToken(call.context, deps.publicUrl);
    call.context.header('clear-site-data', FORGET_ALL);
  }
  return ok;
};

export const getLinkHealth: Handler<'GET /api/admin/links'> = async (deps) => {
  const { household } = await homeToday(deps);
  const [links, ending] = await Promise.all([listLinkHealth(deps.db), listLinksToEnd(deps.db)]);
  return {
    links: links.map((row) => toHealth(row, household.timeZone)),
    ending: ending.map(({ errorCode, requestId, ...row }) => ({
      ...row,
      error: errorCode ? { code: errorCode, requestId } : null,
    })),
  };
};

/** As somebody hears it who may know how a link is, and nothing of what it holds. */
function toHealth(row: LinkHealthRow, timeZone: string) {
  const { state, sentence } = describeLink({
    ...row,
    everSynced: row.lastSyncAt !== null,
    transactions: null,
    newAccounts: false,
    endsOn: row.endsAt ? longDay(row.endsAt, timeZone) : null,
    mine: false,
    owner: row.memberName,
  });
  const { errorCode: code, errorAt: at, errorRequestId: requestId } = row;
  return {
    id: row.id,
    member: { id: row.memberId, name: row.memberName },
    institution: row.institution,
    state,
    sentence,
    lastSyncAt: row.lastSyncAt,
    nextSyncAt: row.nextSyncAt,
    error: code && at ? { code, requestId, at } : null,
  };
}

type EventsQuery = Call<'GET /api/admin/syncs'>['query'];

/** A page of events, and where the next begins. */
async function pageOf<Row extends { id: string }>(
  { errors, ...query }: EventsQuery,
  list: (page: EventsPage) => Promise<Row[]>,
): Promise<{ events: Row[]; next: string | null }> {
  const only = errors === undefined ? {} : { errors: errors === 'true' };
  const rows = await list({ ...query, ...only });
  const events = rows.slice(0, query.limit);
  return { events, next: rows.length > query.limit ? (events.at(-1)?.id ?? null) : null };
}

export const getLinkEvents: Handler<'GET /api/admin/link-events'> = (deps, { query }) =>
  pageOf(query, (page) => listLinkEvents(deps.db, page));

export const getApiEvents: Handler<'GET /api/admin/api-events'> = (deps, { query }) =>
  pageOf(query, (page) => listApiEvents(deps.db, page));

export const getAllSyncs: Handler<'GET /api/admin/syncs'> = (deps, { query }) =>
  pageOf(query, (page) => listAllSyncs(deps.db, page));

export const postSandbox: Handler<'POST /api/admin/sandbox'> = async (deps, call) => {
  const { body, viewer, context } = call;
  await pullLever(deps.sync, body);
  await noteAudit(deps.db, {
    kind: 'sandbox.used',
    actor: viewer.memberId,
    details: { do: body.do, ...(body.do === 'fire_webhook' ? { code: body.code } : {}) },
    network: callerNetwork(deps, context),
  });
  return ok;
};
