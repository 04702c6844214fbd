/**
 * One person's way through Link. A flow moves
 *
 *   intro → institution → credentials → (mfa) → (accounts) → done
 *                       ↘ oauth ↗
 *
 * with `error` reachable from wherever the bank refuses, and `done` from everywhere by leaving.
 * In update mode the institution is given and the choice of it is skipped.
 */
import { randomUUID } from 'node:crypto';
import type {
  BankLogin,
  LinkDesk,
  LinkOutcome,
  LinkTicket,
  MfaChallenge,
  SandboxInstitution,
} from '#server/sandbox/types.ts';

export type Step =
  | 'intro'
  | 'institution'
  | 'credentials'
  | 'oauth'
  | 'mfa'
  | 'accounts'
  | 'error'
  | 'done';

type Metadata = NonNullable<Parameters<LinkDesk['recordEvent']>[2]>;
export type PageEvent = { name: string; metadata: Record<string, unknown> };

/** What the embedding page is told at the end. */
export type Outcome =
  | { kind: 'success'; publicToken: string | null; metadata: Record<string, unknown> }
  | { kind: 'exit'; error: Record<string, unknown> | null; metadata: Record<string, unknown> };

export type Mfa = {
  challenge: MfaChallenge;
  /** Rounds of questions that are behind the person; for a device, 1 once it was chosen. */
  round: number;
  device: string | null;
};

export type Flow = {
  readonly id: string;
  readonly ticket: LinkTicket;
  readonly session: string;
  /** The origin of the page that shows the flow in a frame; null on the hosted page. */
  readonly origin: string | null;
  /** Unguessable, handed to the bank's own page and back. */
  readonly oauthState: string;
  step: Step;
  institution: SandboxInstitution | null;
  username: string;
  login: BankLogin | null;
  mfa: Mfa | null;
  /** Wrong answers so far. */
  mistakes: number;
  /** What the page says is wrong with the last form. */
  complaint: string | null;
  error: { code: string; message: string } | null;
  /** Where the bank's own page stands: not asked, asked, answered, brought back. */
  oauth: 'none' | 'asked' | 'answered' | 'returned';
  search: string;
  /** The person wants to leave and is asked whether really. */
  leaving: boolean;
  outcome: Outcome | null;
  /** Events that the embedding page has not heard of yet. */
  events: PageEvent[];
};

export type Flows = {
  begin(ticket: LinkTicket, origin: string | null): Flow;
  find(id: string): Flow | null;
  /** One whose bank page was opened. */
  findByState(state: string): Flow | null;
  /** One that stands before its bank's page. */
  findWaiting(state: string): Flow | null;
  /** A hosted flow of the token that has not gone further than its first page. */
  findFresh(hostedId: string): Flow | null;
  /** A hosted flow of the token that ended well. */
  findFinished(hostedId: string): Flow | null;
};

/** So many flows are kept; the oldest make room. */
const MOST_FLOWS = 500;

export function createFlows(desk: LinkDesk): Flows {
  const flows = new Map<string, Flow>();
  const first = (wanted: (flow: Flow) => boolean) => [...flows.values()].find(wanted) ?? null;
  return {
    begin(ticket, origin) {
      const flow: Flow = {
        id: randomUUID(),
        ticket,
        session: desk.beginSession(ticket.link_token),
        origin,
        oauthState: randomUUID(),
        step: 'intro',
        institution: ticket.update ? desk.institution(ticket.update.institution_id) : null,
        username: '',
        login: null,
        mfa: null,
        mistakes: 0,
        complaint: null,
        error: null,
        oauth: 'none',
        search: '',
        leaving: false,
        outcome: null,
        events: [],
      };
      flows.set(flow.id, flow);
      for (const id of flows.keys()) {
        if (flows.size <= MOST_FLOWS) break;
        flows.delete(id);
      }
      tell(flow, 'OPEN', {});
      return flow;
    },
    find: (id) => flows.get(id) ?? null,
    findByState: (state) => first((flow) => flow.oauthState === state && flow.oauth !== 'none'),
    findWaiting: (state) => first((flow) => flow.oauthState === state && flow.step === 'oauth'),
    findFresh: (hostedId) =>
      first(
        ({ ticket, step, origin }) =>
          ticket.hosted_id === hostedId && step === 'intro' && origin === null,
      ),
    findFinished: (hostedId) =>
      first(
        ({ ticket, outcome, origin }) =>
          ticket.hosted_id === hostedId && outcome?.kind === 'success' && origin === null,
      ),
  };
}

/** Only to the embedding page: the desk writes OPEN, HANDOFF and EXIT down by itself. */
export function tell(flow: Flow, name: string, metadata: Metadata): void {
  flow.events.push({
    name,
    metadata: {
      institution_id: flow.institution?.institution_id ?? null,
      institution_name: flow.institution?.name ?? null,
      ...metadata,
      is_update_mode: String(flow.ticket.update !== null),
      link_session_id: flow.session,
      timestamp: new Date().toISOString(),
    },
  });
}

/** Into the session's events, and to the embedding page. */
export function record(desk: LinkDesk, flow: Flow, name: string, metadata: Metadata = {}): void {
  const bank = flow.institution;
  const where = bank ? { institution_id: bank.institution_id, institution_name: bank.name } : {};
  desk.recordEvent(flow.session, name, { ...where, ...metadata });
  tell(flow, name, metadata);
}

const VIEWS: Record<Step, string> = {
  intro: 'CONSENT',
  institution: 'SELECT_INSTITUTION',
  credentials: 'CREDENTIAL',
  oauth: 'OAUTH',
  mfa: 'MFA',
  accounts: 'SELECT_ACCOUNT',
  error: 'ERROR',
  done: 'CONNECTED',
};

export function go(desk: LinkDesk, flow: Flow, step: Step): void {
  flow.step = step;
  flow.complaint = null;
  flow.leaving = false;
  const kind = step === 'mfa' ? mfaType(flow.mfa) : null;
  record(desk, flow, 'TRANSITION_VIEW', {
    view_name: VIEWS[step],
    ...(kind ? { mfa_type: kind } : {}),
  });
}

export function mfaType(mfa: Mfa | null): string | null {
  if (!mfa) return null;
  if (mfa.challenge.kind !== 'device') return mfa.challenge.kind;
  return mfa.round === 0 ? 'device' : 'code';
}

/** Plaid's word for where somebody stood when they left; undefined before there was anything. */
export function exitStatus(flow: Flow): string | undefined {
  switch (flow.step) {
    case 'institution':
      return flow.search === '' ? undefined : 'institution_not_found';
    case 'credentials':
      return 'requires_credentials';
    case 'oauth':
      return 'requires_oauth';
    case 'mfa':
      return MFA_STATUS[mfaType(flow.mfa) ?? 'code'];
    case 'accounts':
      return 'requires_account_selection';
    case 'error':
      return flow.institution?.oauth ? 'requires_oauth' : 'requires_credentials';
    default:
      return undefined;
  }
}

const MFA_STATUS: Record<string, string> = {
  device: 'choose_device',
  code: 'requires_code',
  questions: 'requires_questions',
  selections: 'requires_selections',
};

export function successOutcome(outcome: LinkOutcome): Outcome {
  const { public_token, accounts, institution, link_session_id } = outcome;
  return {
    kind: 'success',
    publicToken: public_token,
    metadata: { accounts, institution, link_session_id, transfer_status: null },
  };
}
