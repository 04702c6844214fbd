import { call } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import { changed } from './client.ts';

// What is kept by hand. Each gives the change, so that it can be taken back.

const done = async <Reply>(reply: Reply): Promise<Reply> => {
  await changed(['accounts', 'ledger']);
  return reply;
};

export const addAsset = async (body: Input<'POST /api/assets'>['body']) =>
  done(await call('POST /api/assets', { body }));

export const changeAsset = async (id: string, body: Input<'PATCH /api/assets/:id'>['body']) =>
  done(await call('PATCH /api/assets/:id', { params: { id }, body }));

/** `leave` takes its page away, before it would ask again for what is there no more. */
export async function deleteAsset(id: string, leave: () => void) {
  const reply = await call('DELETE /api/assets/:id', { params: { id } });
  leave();
  return done(reply);
}

export const setAssetValue = async (id: string, body: { day: string; worth: string }) =>
  done(await call('POST /api/assets/:id/values', { params: { id }, body }));

export const removeAssetValue = async (id: string, day: string) =>
  done(await call('DELETE /api/assets/:id/values/:day', { params: { id, day } }));
