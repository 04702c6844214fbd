import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVisitor, openBank } from './visitor.ts';
import type { Json } from './visitor.ts';

let bank: Awaited<ReturnType<typeof openBank>>;

beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());

const ORIGIN = 'http://localhost:4180';

/** What the page's script would tell the page around it. */
function told(text: string): { events: Json[]; outcome: Json | null } {
  const read = (name: string) =>
    new RegExp(`data-${name}="([^"]*)"`).exec(text)?.[1]?.replaceAll('&quot;', '"') ?? '';
  const outcome = read('outcome');
  return {
    events: JSON.parse(read('events') || '[]') as Json[],
    outcome: outcome === '' ? null : (JSON.parse(outcome) as Json),
  };
}

const frameUrl = (token: string, extra: Record<string, string> = {}) =>
  `${bank.url}/link/open?${new URLSearchParams({ token, origin: ORIGIN, ...extra }).toString()}`;

test('in a frame, the page around it is told of every step and of the end', async () => {
  const { token } = await bank.createToken({ hosted_link: undefined });
  const visitor = createVisitor(bank.url);
  await visitor.open(frameUrl(token));
  expect(visitor.state.text).toContain(`data-origin="${ORIGIN}"`);
  const policy = visitor.state.headers.get('content-security-policy');
  expect(policy).toContain(`frame-ancestors 'self' ${ORIGIN}`);
  const events = [...told(visitor.state.text).events];
  await visitor.submit('start');
  events.push(...told(visitor.state.text).events);
  await visitor.submit('choose', [['institution', 'ins_900101']]);
  events.push(...told(visitor.state.text).events);
  await visitor.submit('person', [['person', 'theo']]);
  events.push(...told(visitor.state.text).events);
  await visitor.submit('finish', [['account', 'joint']]);
  const end = told(visitor.state.text);
  events.push(...end.events);
  expect(events.map(({ name }) => name)).toEqual([
    'OPEN',
    'TRANSITION_VIEW',
    'SELECT_INSTITUTION',
    'TRANSITION_VIEW',
    'SUBMIT_CREDENTIALS',
    'TRANSITION_VIEW',
    'HANDOFF',
  ]);
  expect(end.outcome).toMatchObject({
    kind: 'success',
    publicToken: expect.stringMatching(/^public-sandbox-/),
    metadata: {
      institution: { institution_id: 'ins_900101', name: 'Harborlight Bank' },
      accounts: [{ name: 'Joint Household Checking', mask: '2280', subtype: 'checking' }],
      link_session_id: expect.any(String),
      transfer_status: null,
    },
  });
});

test('in a frame, an unknown token ends with INVALID_LINK_TOKEN', async () => {
  const visitor = createVisitor(bank.url);
  await visitor.open(frameUrl('link-sandbox-none'));
  expect(told(visitor.state.text).outcome).toMatchObject({
    kind: 'exit',
    error: { error_code: 'INVALID_LINK_TOKEN', error_type: 'INVALID_INPUT' },
  });
  await visitor.open(`${bank.url}/link/open?token=x&origin=javascript:alert(1)`);
  expect(visitor.state.text).toContain('belongs in a frame');
});

test('in a frame, an OAuth bank sends back to redirect_uri and Link goes on there', async () => {
  const redirect = `${ORIGIN}/link/oauth`;
  const { token } = await bank.createToken({ hosted_link: undefined, redirect_uri: redirect });
  const visitor = createVisitor(bank.url);
  await visitor.open(frameUrl(token));
  await visitor.submit('start');
  await visitor.submit('choose', [['institution', 'ins_900103']]);
  expect(visitor.state.text).toContain('target="_top"');
  await visitor.submit('open');
  await visitor.submit('allow', [['person', 'theo']]);
  const received = visitor.state.left;
  expect(received).toMatch(/^http:\/\/localhost:4180\/link\/oauth\?oauth_state_id=/);

  const other = await bank.createToken({ hosted_link: undefined, redirect_uri: redirect });
  await visitor.open(frameUrl(other.token, { received }));
  expect(visitor.state.text).toContain('INCORRECT_LINK_TOKEN');
  await visitor.open(frameUrl(token, { received: `${redirect}?oauth_state_id=made-up` }));
  expect(visitor.state.text).toContain('OAUTH_STATE_ID_NOT_FOUND');

  await visitor.open(frameUrl(token, { received }));
  expect(visitor.state.text).toContain('Choose accounts');
  await visitor.submit('finish', [['account', 'theo-card']]);
  expect(told(visitor.state.text).outcome).toMatchObject({ kind: 'success' });
  await visitor.open(frameUrl(token, { received }));
  expect(visitor.state.text).toContain('OAUTH_STATE_ID_ALREADY_PROCESSED');
  await visitor.submit('leave');
  await visitor.submit('exit');
  expect(told(visitor.state.text).outcome).toMatchObject({
    kind: 'exit',
    error: { error_code: 'OAUTH_STATE_ID_ALREADY_PROCESSED' },
  });
});
