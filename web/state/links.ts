import type { BankLink, linksReply } from '#server/contract/links.ts';
import { call } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import type { output } from 'zod';
import { ask, changed, optimistic } from './client.ts';

type Links = output<typeof linksReply>;

/** The bank links with their states and clocks, and how many connections the plan has left. */
export const links = () => ask(['links', 'accounts'], 'GET /api/links');

/** The last syncs of one link, each with its diff. */
export const syncs = (id: string) =>
  ask(['links', 'transactions'], 'GET /api/links/:id/syncs', { params: { id } });

/** Where a visit to the bank's pages has got to; watch it until its outcome is not `open`. */
export const linkSession = (id: string) => ({
  ...ask(['links'], 'GET /api/link-sessions/:id', { params: { id } }),
  staleTime: 0,
});

/** Begins to connect or to repair a bank; send the browser to the address it gives. */
export async function startLink(
  choice: Input<'POST /api/link-sessions'>['body'] = {},
): Promise<string> {
  const { url } = await call('POST /api/link-sessions', { body: choice });
  return url;
}

/** Reads what Plaid already has. Free. */
export const syncLink = (id: string): Promise<void> => act('POST /api/links/:id/sync', id);

/** Asks the bank itself for news; the Plaid plan may charge for it. */
export const refreshLink = (id: string): Promise<void> => act('POST /api/links/:id/refresh', id);

async function act(route: 'POST /api/links/:id/sync' | 'POST /api/links/:id/refresh', id: string) {
  const back = optimistic<Links>(['GET /api/links'], (answer) => ({
    ...answer,
    links: answer.links.map((link): BankLink => {
      return link.id === id ? { ...link, syncing: true } : link;
    }),
  }));
  try {
    await call(route, { params: { id } });
  } catch (error) {
    back();
    throw error;
  } finally {
    void changed(['links']);
  }
}

/** Ends a link at Plaid; `archive` keeps its accounts and history, `delete` takes them away. */
export async function removeLink(id: string, keep: 'archive' | 'delete'): Promise<void> {
  const params = { params: { id } };
  await (keep === 'archive'
    ? call('POST /api/links/:id/remove', params)
    : call('POST /api/links/:id/delete', params));
  await changed(['links', 'accounts', 'transactions']);
}
