import { Refusal } from '#server/contract/errors.ts';
import type { LinkSessionId } from '#server/contract/ids.ts';
import { listBankLinks, listSyncs } from '#server/db/bankLinks.ts';
import { countConnections, findLinkSession } from '#server/db/linkSessions.ts';
import { insertLinkEvents } from '#server/db/events.ts';
import type { Viewer } from '#server/db/viewer.ts';
import { checkLinkSession } from '#server/sync/finishLink.ts';
import { readBrowserEvent } from '#server/sync/linkEvents.ts';
import { linkPurpose, openLinkSession } from '#server/sync/linkSession.ts';
import { refresh, removeLink, syncNow } from '#server/sync/manageLink.ts';
import { ok, type Handler, type HttpDeps } from './deps.ts';
import { homeToday } from './homeToday.ts';
import { syncSentence, toBankLink } from './words.ts';

export const getLinks: Handler<'GET /api/links'> = async (deps, { viewer }) => {
  const { household } = await homeToday(deps);
  const [rows, used] = await Promise.all([
    listBankLinks(deps.db, viewer),
    countConnections(deps.db),
  ]);
  return {
    links: rows.map((row) => toBankLink(deps, row, household.timeZone)),
    meter: { used, limit: household.connectionLimit },
    embedded: true,
  };
};

export const getSyncs: Handler<'GET /api/links/:id/syncs'> = async (deps, { viewer, params }) => ({
  syncs: await listSyncs(deps.db, viewer, params.id, syncSentence),
});

export const postSync: Handler<'POST /api/links/:id/sync'> = async (deps, { viewer, params }) => {
  await syncNow(deps.sync, viewer, params.id);
  return ok;
};

export const postRefresh: Handler<'POST /api/links/:id/refresh'> = async (deps, call) => {
  await refresh(deps.sync, call.viewer, call.params.id);
  return ok;
};

export const postRemove: Handler<'POST /api/links/:id/remove'> = async (deps, call) => {
  await removeLink(deps.sync, call.viewer, call.params.id, 'archive');
  return ok;
};

export const postDelete: Handler<'POST /api/links/:id/delete'> = async (deps, call) => {
  await removeLink(deps.sync, call.viewer, call.params.id, 'delete');
  return ok;
};

export const postLinkSession: Handler<'POST /api/link-sessions'> = async (deps, call) => {
  if (call.viewer.role === 'viewer') {
    throw new Refusal(
      'forbidden',
      'A viewer does not connect banks. Ask the owner to change that.',
    );
  }
  const opened = await openLinkSession(deps.sync, call.viewer, call.body);
  // It asks how this ended, should the browser never come back; it may be asleep for longer.
  deps.loop.wake();
  return opened;
};

export const getLinkSession: Handler<'GET /api/link-sessions/:id'> = async (deps, call) => {
  const session = await requireSession(deps, call.viewer, call.params.id);
  if (session.outcome === 'open' || session.outcome === 'exited') {
    await checkLinkSession(deps.sync, session.id);
  }
  return linkState(deps, call.viewer, session.id);
};

/** The page with the embedded script needs its token; it opens Link and nothing else. */
export const getLinkToken: Handler<'GET /api/link-sessions/:id/token'> = async (deps, call) => {
  const session = await requireSession(deps, call.viewer, call.params.id);
  if (session.outcome !== 'open' || session.via !== 'embedded') {
    throw new Refusal('gone', 'This is finished. Start again to connect a bank.');
  }
  return {
    linkToken: deps.sync.sealer.open(session.linkToken, linkPurpose(session.id)),
    scriptUrl: deps.linkScript,
  };
};

export const postReport: Handler<'POST /api/link-sessions/:id/report'> = async (deps, call) => {
  const { body, params, viewer } = call;
  const session = await requireSession(deps, viewer, params.id);
  if (body.kind === 'event') {
    await insertLinkEvents(deps.db, readBrowserEvent(session, body.name, body.metadata));
  } else {
    await checkLinkSession(deps.sync, session.id, body);
  }
  return linkState(deps, viewer, session.id);
};

async function requireSession(deps: HttpDeps, viewer: Viewer, id: LinkSessionId) {
  const session = await findLinkSession(deps.db, viewer, id);
  if (!session) throw new Refusal('not_found', 'There is no such connection attempt.');
  return session;
}

async function linkState(deps: HttpDeps, viewer: Viewer, id: LinkSessionId) {
  const session = await requireSession(deps, viewer, id);
  return {
    id: session.id,
    outcome: session.outcome,
    sentence: session.sentence,
    linkId: session.resultItemId,
  };
}
