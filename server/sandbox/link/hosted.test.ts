import { afterAll, beforeAll, expect, test } from 'vitest';
import { BACK, createVisitor, eventNames, openBank } from './visitor.ts';
import type { Json } from './visitor.ts';

let bank: Awaited<ReturnType<typeof openBank>>;

beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());

test('somebody of the household connects a bank in four taps', async () => {
  const { token, hosted } = await bank.createToken();
  const visitor = await bank.visit(hosted, 'ins_900101');
  expect(visitor.state.text).toContain('Sign in as Nora');
  expect(visitor.state.text).toContain('No real credentials belong here.');
  await visitor.submit('person', [['person', 'nora']]);
  expect(visitor.state.text).toContain('Joint Household Checking');
  await visitor.submit('finish', [
    ['account', 'joint'],
    ['account', 'nora-checking'],
  ]);
  expect(visitor.state.left).toBe(BACK);
  const [session] = await bank.sessions(token);
  const added = session?.results?.item_add_results[0];
  expect(added?.accounts.map(({ name }) => name)).toEqual([
    'Joint Household Checking',
    'Everyday Checking',
  ]);
  expect(eventNames(session)).toEqual(
    expect.arrayContaining([
      'OPEN',
      'TRANSITION_VIEW',
      'SELECT_INSTITUTION',
      'SUBMIT_CREDENTIALS',
      'HANDOFF',
    ]),
  );
  expect(eventNames(session)?.at(-1)).toBe('HANDOFF');
  const { access_token } = await bank.post<{ access_token: string }>(
    '/item/public_token/exchange',
    {
      public_token: added?.public_token,
    },
  );
  const { accounts } = await bank.post<{ accounts: Json[] }>('/accounts/get', { access_token });
  expect(accounts).toHaveLength(2);
  await visitor.open(hosted);
  expect(visitor.state.text).toContain('Your bank is connected');
});

test('pages are strict, small and of this place alone', async () => {
  const { hosted } = await bank.createToken();
  const visitor = createVisitor(bank.url);
  await visitor.open(hosted);
  const policy = visitor.state.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("form-action 'self' http://localhost:4180");
  expect(policy).not.toMatch(/unsafe|script-src/);
  expect(visitor.state.text).not.toMatch(/<script|<style| style=|onclick|https?:\/\/(?!localhost)/);
  expect(visitor.state.text).toContain('lang="en"');
  expect(visitor.state.headers.get('cache-control')).toBe('no-store');
  await visitor.open(`${bank.url}/link/assets/link.css`);
  expect(visitor.state.headers.get('content-type')).toContain('text/css');
  await visitor.open(`${bank.url}/link/logo/ins_900101`);
  expect(visitor.state.headers.get('content-type')).toBe('image/png');
});

test('the search finds banks by part of their name, and says when there is none', async () => {
  const { token, hosted } = await bank.createToken();
  const visitor = createVisitor(bank.url);
  await visitor.open(hosted);
  await visitor.submit('start');
  await visitor.submit('search', [['query', 'juni']]);
  expect(visitor.state.text).toContain('Juniper Credit Union');
  expect(visitor.state.text).not.toContain('Copperline');
  await visitor.submit('search', [['query', '<b>none</b>']]);
  expect(visitor.state.text).toContain('No bank here is called “&lt;b&gt;none&lt;/b&gt;”');
  await visitor.submit('leave');
  await visitor.submit('exit');
  expect(visitor.state.left).toBe(BACK);
  const [session] = await bank.sessions(token);
  expect(session?.exit).toMatchObject({
    error: null,
    metadata: { status: 'institution_not_found' },
  });
  expect(eventNames(session)).toContain('SEARCH_INSTITUTION');
  expect(eventNames(session)?.at(-1)).toBe('EXIT');
});

test('an error is said in words, can be tried again, and is what an exit tells', async () => {
  const { token, hosted } = await bank.createToken();
  const visitor = await bank.visit(hosted, 'ins_109508');
  await visitor.submit('sign-in', [
    ['username', 'user_good'],
    ['password', 'error_ITEM_LOCKED'],
  ]);
  expect(visitor.state.text).toContain('The bank has locked this login.');
  await visitor.submit('retry');
  await visitor.submit('sign-in', [
    ['username', 'user_good'],
    ['password', 'wrong'],
  ]);
  expect(visitor.state.text).toContain('did not accept this name and password');
  await visitor.submit('leave');
  expect(visitor.state.text).toContain('Leave without connecting?');
  await visitor.submit('exit');
  const [session] = await bank.sessions(token);
  expect(session?.exit?.error?.error_code).toBe('INVALID_CREDENTIALS');
  expect(session?.exit?.metadata).toMatchObject({ status: 'requires_credentials' });
  expect(session?.events.filter((one) => one.event_name === 'ERROR')).toHaveLength(2);
});

test('a device, questions and selections are asked and checked', async () => {
  const enter = async (password: string) => {
    const { token, hosted } = await bank.createToken();
    const visitor = await bank.visit(hosted, 'ins_109508');
    const user: [string, string][] = [
      ['username', 'user_good'],
      ['password', password],
    ];
    await visitor.submit('sign-in', user);
    return { token, visitor };
  };
  const device = await enter('mfa_device');
  await device.visitor.submit('answer', [['answer', '1']]);
  await device.visitor.submit('answer', [['answer', '9999']]);
  expect(device.visitor.state.text).toContain('not the right answer');
  await device.visitor.submit('answer', [['answer', '1234']]);
  expect(device.visitor.state.text).toContain('Choose accounts');
  const [session] = await bank.sessions(device.token);
  const types = session?.events.map(({ event_metadata }) => event_metadata['mfa_type']);
  expect(new Set(types)).toEqual(new Set([undefined, 'device', 'code']));

  const questions = await enter('mfa_questions_2_2');
  for (const round of [0, 1]) {
    await questions.visitor.submit('answer', [
      ['answer', `answer_${round}_0`],
      ['answer', `answer_${round}_1`],
    ]);
  }
  expect(questions.visitor.state.text).toContain('Choose accounts');

  const selections = await enter('mfa_selections');
  await selections.visitor.submit('leave');
  await selections.visitor.submit('stay');
  await selections.visitor.submit('answer', [
    ['answer', 'tomato'],
    ['answer', 'ketchup'],
  ]);
  await selections.visitor.submit('finish', []);
  expect(selections.visitor.state.text).toContain('Choose at least one account.');
});

test('three wrong answers end in an error', async () => {
  const { hosted } = await bank.createToken();
  const visitor = await bank.visit(hosted, 'ins_109508');
  await visitor.submit('sign-in', [
    ['username', 'user_good'],
    ['password', 'mfa_questions_1_1'],
  ]);
  for (const nth of [1, 2, 3]) await visitor.submit('answer', [['answer', String(nth)]]);
  expect(visitor.state.text).toContain('INVALID_MFA');
});

test('an OAuth bank is visited and comes back, with a yes or a no', async () => {
  const { token, hosted } = await bank.createToken();
  const visitor = await bank.visit(hosted, 'ins_900103');
  await visitor.submit('open');
  expect(visitor.state.text).toContain('Ledgerberry wants to read your accounts');
  await visitor.submit('deny');
  expect(visitor.state.text).toContain('nothing was shared');
  await visitor.submit('retry');
  await visitor.submit('open');
  await visitor.submit('allow', [['person', 'theo']]);
  expect(visitor.state.text).toContain('Meridian Cash Card');
  await visitor.submit('finish', [['account', 'theo-card']]);
  expect(visitor.state.left).toBe(BACK);
  const [session] = await bank.sessions(token);
  expect(eventNames(session)).toEqual(
    expect.arrayContaining(['OPEN_OAUTH', 'FAIL_OAUTH', 'HANDOFF']),
  );
});

test('a persona is the password of user_custom, and a bad one is refused in words', async () => {
  const { token, hosted } = await bank.createToken();
  const visitor = await bank.visit(hosted, 'ins_109508');
  await visitor.submit('sign-in', [
    ['username', 'user_custom'],
    ['password', '{"override_accounts":[]}'],
  ]);
  expect(visitor.state.text).toContain('override_accounts is empty.');
  await visitor.submit('retry');
  const persona = {
    override_accounts: [
      { type: 'depository', subtype: 'checking', starting_balance: 12, meta: { name: 'Mine' } },
    ],
  };
  await visitor.submit('sign-in', [
    ['username', 'user_custom'],
    ['password', JSON.stringify(persona, null, 2)],
  ]);
  expect(visitor.state.text).toContain('Mine');
  await visitor.submit('finish', [['account', 'account-0']]);
  const [session] = await bank.sessions(token);
  expect(session?.results?.item_add_results[0]?.accounts).toHaveLength(1);
});

test('a form that no browser sends says nothing and breaks nothing', async () => {
  const { hosted } = await bank.createToken();
  const visitor = createVisitor(bank.url);
  await visitor.open(hosted);
  for (const type of ['multipart/form-data; boundary=x', 'multipart/form-data', 'text/plain']) {
    const url = `${visitor.state.url}/choose`;
    const headers = { 'content-type': type };
    const init = { method: 'POST', headers, body: 'institution', redirect: 'manual' } as const;
    expect((await fetch(url, init)).status).toBe(303);
  }
  await visitor.submit('start');
  expect(visitor.state.text).toContain('/choose');
});
