import type { RouteName } from '#server/contract/api.ts';
import { call } from '#web/api.ts';
import type { Input, Reply } from '#web/api.ts';
import { ask, changed } from './client.ts';
import type { Question } from './client.ts';
import type { Listed } from './listing.ts';

export type LinkHealth = Reply<'GET /api/admin/links'>['links'][number];
export type EndingLink = Reply<'GET /api/admin/links'>['ending'][number];
export type SessionOf = Reply<'GET /api/admin/sessions'>['sessions'][number];
export type LinkEvent = Reply<'GET /api/admin/link-events'>['events'][number];
export type ApiEvent = Reply<'GET /api/admin/api-events'>['events'][number];
export type AdminSync = Reply<'GET /api/admin/syncs'>['events'][number];
export type AuditEntry = Reply<'GET /api/audit'>['entries'][number];
export type Lever = Input<'POST /api/admin/sandbox'>['body'];

// Owners are not told when something happens to what is not theirs: it is asked with every visit.
const unheard = { staleTime: 0 } as const;

/** Every bank link of the household and how it is, and those that are being ended at Plaid. */
export const linkHealth = () => ({ ...ask(['links'], 'GET /api/admin/links'), ...unheard });

/** Where everybody is signed in. */
export const allSessions = () => ({
  ...ask(['session', 'devices', 'household'], 'GET /api/admin/sessions'),
  ...unheard,
});

export async function endSession(id: string): Promise<void> {
  await call('POST /api/admin/sessions/:id/end', { params: { id } });
  await changed(['session']);
}

/** Narrows what is recorded of Plaid to a member, a bank link, and to what failed. */
export interface RecordFilter {
  member?: string | undefined;
  link?: string | undefined;
  errors?: 'true' | undefined;
}

/** One thing of a record: a call to Plaid, an event in its Link, or a sync. */
export type Recorded = LinkEvent | ApiEvent | AdminSync;

type RecordRoute = Extract<
  RouteName,
  'GET /api/admin/link-events' | 'GET /api/admin/api-events' | 'GET /api/admin/syncs'
>;

/** Pages of one of the records. */
const record =
  (name: RecordRoute, filter: RecordFilter) =>
  (before?: string): Question<Listed<Recorded>> => {
    const query = { ...filter, before };
    return {
      queryKey: [name, { query }],
      queryFn: async ({ signal }) => {
        const { events, next } = await call(name, { query } as Input<RecordRoute>, signal);
        return { rows: events, next };
      },
      meta: { topics: ['links', 'transactions'] },
      ...unheard,
    };
  };

export const apiEvents = (filter: RecordFilter) => record('GET /api/admin/api-events', filter);
export const linkEvents = (filter: RecordFilter) => record('GET /api/admin/link-events', filter);
export const allSyncs = (filter: RecordFilter) => record('GET /api/admin/syncs', filter);

/** Pages of who did what: what concerns oneself, or for owners what concerns the appliance. */
export const audit =
  (about: 'mine' | 'appliance') =>
  (before?: string): Question<Listed<AuditEntry>> => {
    const query = { about, before };
    return {
      queryKey: ['GET /api/audit', { query }],
      queryFn: async ({ signal }) => {
        const { entries, next } = await call('GET /api/audit', { query }, signal);
        return { rows: entries, next };
      },
      meta: { topics: ['session', 'household', 'accounts', 'links'] },
      ...unheard,
    };
  };

/** Breaks a link or has a webhook sent, in the sandbox. */
export async function pullLever(body: Lever): Promise<void> {
  await call('POST /api/admin/sandbox', { body });
  await changed(['links']);
}

/** The last time that something shared with the reader ended, or went on with another. */
export const sharingEnded = (kind: 'sharing.ended' | 'sharing.handed_over') =>
  ask(['accounts'], 'GET /api/audit', { query: { about: 'mine', kind, limit: 1 } });
