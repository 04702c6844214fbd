/**
 * The doors of the Link pages, to be mounted at /link. Every address in them is relative, so that
 * they work under another prefix of another origin too, where the app hands them on.
 */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { readAssets } from './assets.ts';
import { bankDonePage, bankPage } from './bank-page.ts';
import { createFlows, type Flow, type Flows, record } from './flows.ts';
import { framePolicy, pagePolicy, safeOrigin } from './headers.ts';
import { type Frame, type Page, sheet } from './layout.ts';
import * as moves from './moves.ts';
import { messagePage } from './message.ts';
import { stepPage } from './steps.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type { LinkDesk, LinkTicket, World } from '#server/sandbox/types.ts';

export type LinkPages = { desk: LinkDesk; people: World['people'] };

type Room = LinkPages & { flows: Flows };

/** A persona's JSON is up to 55 kB, and up to three times that when it travels in a form. */
const LARGEST_FORM = 200_000;

export function createLinkPages({ desk, people }: LinkPages): Hono {
  const app = new Hono();
  const room: Room = { desk, people, flows: createFlows(desk) };
  app.use(bodyLimit({ maxSize: LARGEST_FORM }));
  app.use(async (c, next) => {
    await next();
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  serveFiles(app, desk);
  app.get('/open', (c) => openInFrame(c, room));
  app.get('/session/:id', (c) => {
    const flow = room.flows.find(c.req.param('id'));
    return flow ? showFlow(c, room, flow) : gone(c);
  });
  app.post('/session/:id/:move', async (c) => {
    const flow = room.flows.find(c.req.param('id'));
    if (!flow) return gone(c);
    perform(room, flow, c.req.param('move'), await readForm(c));
    return c.redirect(landing(flow) ?? `../${flow.id}`, 303);
  });
  serveBankPage(app, room);
  app.get('/:hosted', (c) => openHosted(c, room));
  return app;
}

function serveFiles(app: Hono, desk: LinkDesk): void {
  const assets = readAssets();
  const send = (name: keyof typeof assets, type: string) => (c: Context) =>
    c.body(assets[name], 200, { 'content-type': type, 'cache-control': 'no-cache' });
  const script = 'text/javascript; charset=utf-8';
  app.get('/v2/stable/link-initialize.js', send('linkInitialize', script));
  app.get('/assets/frame.js', send('frame', script));
  app.get('/assets/link.css', send('css', 'text/css; charset=utf-8'));
  app.get('/logo/:id', (c) => {
    const logo = desk.institution(c.req.param('id'))?.logo;
    if (!logo) return c.notFound();
    const headers = { 'content-type': 'image/png', 'cache-control': 'max-age=3600' };
    return c.body(Buffer.from(logo, 'base64'), 200, headers);
  });
}

type Form = { text(name: string): string; all(name: string): string[] };

async function readForm(c: Context): Promise<Form> {
  // A form that no browser would send says nothing.
  const body = await c.req.parseBody({ all: true }).catch((): Record<string, never> => ({}));
  const all = (name: string) =>
    [body[name] ?? []].flat().filter((value): value is string => typeof value === 'string');
  return { all, text: (name) => all(name)[0] ?? '' };
}

/** A form counts only on the page that it belongs to; an old page's form changes nothing. */
function perform(room: Room, flow: Flow, move: string, form: Form): void {
  const at = (...steps: Flow['step'][]) => steps.includes(flow.step);
  const person = () => room.people.find(({ username }) => username === form.text('person'));
  if (move === 'start' && at('intro')) moves.start(room, flow);
  else if (move === 'search' && at('institution')) moves.search(room, flow, form.text('query'));
  else if (move === 'choose' && at('institution')) {
    moves.choose(room, flow, form.text('institution'));
  } else if (move === 'person' && at('credentials')) {
    const { username, password } = person() ?? { username: '', password: '' };
    moves.signIn(room, flow, username, password);
  } else if (move === 'sign-in' && at('credentials')) {
    moves.signIn(room, flow, form.text('username').trim(), form.text('password'));
  } else if (move === 'answer' && at('mfa')) moves.answer(room, flow, form.all('answer'));
  else if (move === 'finish' && at('accounts')) moves.finish(room, flow, form.all('account'));
  else if (move === 'retry' && at('error')) moves.retry(room, flow);
  else if (move === 'back' && !at('done', 'intro')) moves.back(room, flow);
  else if (move === 'leave') flow.leaving = true;
  else if (move === 'stay') flow.leaving = false;
  else if (move === 'exit') moves.leave(room, flow);
}

/** Where the hosted page sends the person at the end; null while there is something to show. */
function landing(flow: Flow): string | null {
  return flow.origin === null && flow.outcome ? flow.ticket.completion_redirect_uri : null;
}

function showFlow(c: Context, room: Room, flow: Flow): Response | Promise<Response> {
  const institutions = room.desk.institutions();
  const page = stepPage(flow, { institutions, people: room.people });
  return send(c, flow, page, '../');
}

function send(c: Context, flow: Flow, page: Page, root: string): Response | Promise<Response> {
  const frame = flow.origin === null ? undefined : frameOf(flow, flow.origin);
  c.header(
    'content-security-policy',
    flow.origin === null ? pagePolicy(flow.ticket) : framePolicy(flow.ticket, flow.origin),
  );
  return c.html(sheet({ ...page, root, frame }));
}

function frameOf(flow: Flow, origin: string): Frame {
  const waits = flow.step === 'oauth' && flow.oauth === 'asked' && !flow.ticket.redirect_uri;
  const frame = { origin, events: flow.events, outcome: flow.outcome, waits };
  flow.events = [];
  return frame;
}

function gone(c: Context): Response | Promise<Response> {
  return messagePage(c, 404, 'This page is over', 'Go back to the app and connect again.', '../');
}

/** The hosted page's own address: goes on where its first page was left open. */
function openHosted(c: Context, room: Room): Response | Promise<Response> {
  const id = c.req.param('hosted') ?? '';
  const ticket = room.desk.findLinkToken(id);
  if (!ticket || ticket.hosted_id !== id || !ticket.hosted) {
    return messagePage(c, 404, 'This link is not known', 'Go back to the app and try again.', '');
  }
  const known = room.flows.findFinished(id) ?? room.flows.findFresh(id);
  if (known) return c.redirect(`session/${known.id}`, 303);
  const flow = begin(room, ticket, null);
  if (flow) return c.redirect(`session/${flow.id}`, 303);
  const advice = 'Go back to the app and start again: it gives you a new one.';
  return messagePage(c, 410, 'This link has expired', advice, '');
}

function begin(room: Room, ticket: LinkTicket, origin: string | null): Flow | null {
  if (ticket.expired) return null;
  try {
    return room.flows.begin(ticket, origin);
  } catch (error) {
    if (error instanceof BankError) return null;
    throw error;
  }
}

/** What link-initialize.js shows in its frame: a new flow, or one that comes back from the bank. */
function openInFrame(c: Context, room: Room): Response | Promise<Response> {
  const origin = safeOrigin(c.req.query('origin'));
  const ticket = room.desk.findLinkToken(c.req.query('token') ?? '');
  if (!origin)
    return messagePage(c, 400, 'This page belongs in a frame', 'Go back to the app.', '');
  const received = c.req.query('received');
  if (ticket && received !== undefined) return comeBack(c, room, ticket, origin, received);
  const flow = ticket && begin(room, ticket, origin);
  if (flow) return c.redirect(`session/${flow.id}`, 303);
  const { error_code, error_message, error_type, display_message } =
    room.desk.describeError('INVALID_LINK_TOKEN');
  const outcome = {
    kind: 'exit',
    error: { error_code, error_message, error_type, display_message },
    metadata: { institution: null, status: null, link_session_id: null, request_id: null },
  };
  const frame = { origin, events: [], outcome, waits: false };
  c.header('content-security-policy', framePolicy(null, origin));
  return messagePage(c, 400, 'This link has expired', 'Go back to the app.', '', frame);
}

function comeBack(
  c: Context,
  room: Room,
  ticket: LinkTicket,
  origin: string,
  received: string,
): Response | Promise<Response> {
  const state = URL.canParse(received) ? new URL(received).searchParams.get('oauth_state_id') : '';
  const flow = room.flows.findByState(state ?? '');
  const fault = returnFault(flow, ticket);
  if (flow && !fault) {
    flow.oauth = 'returned';
    record(room.desk, flow, 'CLOSE_OAUTH');
    return c.redirect(`session/${flow.id}`, 303);
  }
  const other = begin(room, ticket, origin);
  if (!other) return gone(c);
  moves.fail(room, other, fault ?? 'OAUTH_STATE_ID_NOT_FOUND');
  return c.redirect(`session/${other.id}`, 303);
}

function returnFault(flow: Flow | null, ticket: LinkTicket): string | null {
  if (!flow) return 'OAUTH_STATE_ID_NOT_FOUND';
  if (flow.ticket.link_token !== ticket.link_token) return 'INCORRECT_LINK_TOKEN';
  if (flow.oauth === 'returned') return 'OAUTH_STATE_ID_ALREADY_PROCESSED';
  return flow.oauth === 'answered' ? null : 'OAUTH_STATE_ID_NOT_FOUND';
}

/** The OAuth bank's own page, in the top window or in one of its own. */
function serveBankPage(app: Hono, room: Room): void {
  const flowOf = (c: Context) => {
    const state = c.req.param('state') ?? '';
    return room.flows.findByState(state);
  };
  app.post('/oauth/:state/open', (c) => {
    const state = c.req.param('state');
    const flow = room.flows.findWaiting(state);
    if (!flow) return gone(c);
    if (flow.oauth === 'none') record(room.desk, flow, 'OPEN_OAUTH');
    flow.oauth = 'asked';
    return c.redirect(`../${state}`, 303);
  });
  app.get('/oauth/:state', (c) => {
    const flow = flowOf(c);
    if (!flow) return gone(c);
    c.header('content-security-policy', pagePolicy(flow.ticket));
    const page = flow.oauth === 'asked' ? bankPage(flow, room.people) : bankDonePage();
    return c.html(sheet({ ...page, root: '../' }));
  });
  app.post('/oauth/:state/:verdict{allow|deny}', async (c) => {
    const flow = flowOf(c);
    if (!flow) return gone(c);
    if (flow.oauth === 'asked') await decide(c, room, flow);
    return c.redirect(wayBack(flow), 303);
  });
}

async function decide(c: Context, room: Room, flow: Flow): Promise<void> {
  if (c.req.param('verdict') === 'deny') {
    moves.deny(room, flow);
    return;
  }
  const form = await readForm(c);
  const known = room.people.find(({ username }) => username === form.text('person'));
  if (known) moves.allow(room, flow, known.username, known.password);
  else if (form.text('person')) moves.allow(room, flow, form.text('person'), 'pass_good');
  else moves.allow(room, flow, form.text('username').trim(), form.text('password'));
}

/** Hosted: on with the flow. In a frame: to the app's return address, which opens Link again. */
function wayBack(flow: Flow): string {
  const { redirect_uri } = flow.ticket;
  if (flow.origin === null) return landing(flow) ?? `../../session/${flow.id}`;
  if (!redirect_uri) return `../${flow.oauthState}`;
  const url = new URL(redirect_uri);
  url.searchParams.set('oauth_state_id', flow.oauthState);
  return url.href;
}
