/** What each form of a Link page does. Every move leaves the flow on the page to be shown next. */
import { exitStatus, go, mfaType, record, successOutcome, tell, type Flow } from './flows.ts';
import { sentenceFor } from './words.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type { LinkDesk, MfaChallenge, MfaQuestion, World } from '#server/sandbox/types.ts';

export type Desk = { desk: LinkDesk; people: World['people'] };

const MOST_MISTAKES = 3;

/** From the first page on. */
export function start({ desk }: Desk, flow: Flow): void {
  if (flow.institution) meet({ desk }, flow);
  else go(desk, flow, 'institution');
}

/** The page on which the bank is met: its own, or ours with a user name and a password. */
function meet({ desk }: { desk: LinkDesk }, flow: Flow): void {
  go(desk, flow, flow.institution?.oauth ? 'oauth' : 'credentials');
}

export function choose({ desk }: Desk, flow: Flow, institutionId: string): void {
  const institution = desk.institution(institutionId);
  if (!institution || flow.ticket.update) return;
  flow.institution = institution;
  record(desk, flow, 'SELECT_INSTITUTION', { selection: institution.name });
  if (institution.health === 'down') record(desk, flow, 'SELECT_DOWN_INSTITUTION');
  if (institution.health === 'degraded') record(desk, flow, 'SELECT_DEGRADED_INSTITUTION');
  if (institution.health === 'unsupported') fail({ desk }, flow, 'INSTITUTION_NO_LONGER_SUPPORTED');
  else meet({ desk }, flow);
}

export function search({ desk }: Desk, flow: Flow, query: string): void {
  flow.search = query.trim().slice(0, 100);
  if (flow.search === '') return;
  record(desk, flow, 'SEARCH_INSTITUTION', { institution_search_query: flow.search });
}

export function fail(
  { desk }: { desk: LinkDesk },
  flow: Flow,
  code: string,
  message?: string,
): void {
  const { error_code, error_message, error_type } = desk.describeError(code);
  record(desk, flow, 'ERROR', { error_code, error_message, error_type });
  flow.error = { code: error_code, message: message ?? sentenceFor(error_code, error_message) };
  flow.login = null;
  flow.mfa = null;
  go(desk, flow, 'error');
}

/** A name and a password, typed or offered. Returns whether the bank let the person in. */
export function signIn(where: Desk, flow: Flow, username: string, password: string): boolean {
  const { desk } = where;
  const { institution } = flow;
  if (!institution) return false;
  record(desk, flow, 'SUBMIT_CREDENTIALS');
  const answer = desk.resolveUser(institution.institution_id, username, password);
  if (answer.kind === 'error') {
    fail(where, flow, answer.error_code, answer.message);
    return false;
  }
  flow.username = username;
  flow.login = answer.login;
  if (answer.mfa) {
    flow.mfa = { challenge: answer.mfa, round: 0, device: null };
    flow.mistakes = 0;
    go(desk, flow, 'mfa');
  } else {
    accept(where, flow);
  }
  return true;
}

/** The bank knows the person: on to the accounts, unless there is nothing to choose. */
function accept(where: Desk, flow: Flow): void {
  const { update } = flow.ticket;
  if (!update || update.account_selection_enabled) {
    go(where.desk, flow, 'accounts');
    return;
  }
  const keys = new Set(flow.login?.accounts.map(({ key }) => key));
  const granted = update.granted.filter((key) => keys.has(key));
  if (granted.length === 0) fail(where, flow, 'INVALID_UPDATED_USERNAME');
  else finish(where, flow, granted);
}

/** The questions of the round that is asked now. */
export function questionsOf(challenge: MfaChallenge, round: number): readonly MfaQuestion[] {
  if (challenge.kind === 'questions') return challenge.rounds[round] ?? [];
  return challenge.kind === 'selections' ? challenge.questions : [];
}

export function answer(where: Desk, flow: Flow, answers: readonly string[]): void {
  const { mfa } = flow;
  if (!mfa) return;
  const { challenge } = mfa;
  record(where.desk, flow, 'SUBMIT_MFA', { mfa_type: mfaType(mfa) ?? 'code' });
  if (challenge.kind === 'device' && mfa.round === 0) {
    mfa.device = challenge.devices[Number(answers[0])] ?? challenge.devices[0] ?? null;
    mfa.round = 1;
    go(where.desk, flow, 'mfa');
    return;
  }
  const right =
    challenge.kind === 'device'
      ? answers[0] === challenge.code
      : questionsOf(challenge, mfa.round).every((one, nth) => answers[nth] === one.answer);
  if (!right) {
    wrong(where, flow);
    return;
  }
  mfa.round += 1;
  const rounds = challenge.kind === 'questions' ? challenge.rounds.length : mfa.round;
  if (mfa.round < rounds) go(where.desk, flow, 'mfa');
  else accept(where, flow);
}

function wrong(where: Desk, flow: Flow): void {
  flow.mistakes += 1;
  if (flow.mistakes >= MOST_MISTAKES) {
    fail(where, flow, 'INVALID_MFA');
    return;
  }
  const { error_code, error_message, error_type } = where.desk.describeError('INVALID_MFA');
  record(where.desk, flow, 'ERROR', { error_code, error_message, error_type });
  flow.complaint = 'That was not the right answer. Please try again.';
}

export function finish(where: Desk, flow: Flow, accounts: readonly string[]): void {
  const { desk } = where;
  const { institution, login, username } = flow;
  if (!institution || !login) return;
  if (accounts.length === 0) {
    flow.complaint = 'Choose at least one account.';
    return;
  }
  try {
    const { institution_id } = institution;
    const outcome = desk.finishSession(flow.session, { institution_id, username, login, accounts });
    flow.step = 'done';
    flow.complaint = null;
    tell(flow, 'HANDOFF', {});
    flow.outcome = successOutcome(outcome);
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    fail(where, flow, error.code);
  }
}

/** Back to where the person can try again. */
export function retry(where: Desk, flow: Flow): void {
  flow.error = null;
  flow.oauth = 'none';
  const again = flow.institution && flow.institution.health !== 'unsupported';
  if (again) meet(where, flow);
  else go(where.desk, flow, 'institution');
}

export function back({ desk }: Desk, flow: Flow): void {
  if (flow.ticket.update) return;
  flow.institution = null;
  flow.error = null;
  flow.oauth = 'none';
  go(desk, flow, 'institution');
}

/** The end without a link; with the error that was on the page, if there was one. */
export function leave({ desk }: Desk, flow: Flow): void {
  if (flow.outcome) return;
  const status = exitStatus(flow);
  const { institution } = flow;
  const code = flow.step === 'error' ? (flow.error?.code ?? null) : null;
  try {
    const error = desk.exitSession(flow.session, {
      error_code: code,
      ...(status ? { status } : {}),
      ...(institution ? { institution_id: institution.institution_id } : {}),
    });
    tell(flow, 'EXIT', { ...(status ? { exit_status: status } : {}), ...errorParts(error) });
    flow.outcome = {
      kind: 'exit',
      error: error && { ...errorParts(error), display_message: error.display_message },
      metadata: {
        institution: institution && {
          institution_id: institution.institution_id,
          name: institution.name,
        },
        status: status ?? null,
        link_session_id: flow.session,
        request_id: error?.request_id ?? null,
      },
    };
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    flow.outcome = {
      kind: 'exit',
      error: null,
      metadata: { institution: null, status: null, link_session_id: flow.session },
    };
  }
  flow.step = 'done';
}

function errorParts(error: ReturnType<LinkDesk['describeError']> | null) {
  if (!error) return {};
  const { error_code, error_message, error_type } = error;
  return { error_code, error_message, error_type };
}

/** On the bank's own page: yes, as this person. */
export function allow(where: Desk, flow: Flow, username: string, password: string): void {
  if (flow.oauth !== 'asked') return;
  flow.oauth = 'answered';
  signIn(where, flow, username, password);
}

/** On the bank's own page: no. */
export function deny(where: Desk, flow: Flow): void {
  if (flow.oauth !== 'asked') return;
  flow.oauth = 'answered';
  record(where.desk, flow, 'FAIL_OAUTH');
  fail(where, flow, 'ACCESS_NOT_GRANTED', 'You said no at the bank, so nothing was shared.');
}
