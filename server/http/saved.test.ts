import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHome, type TestHome } from '#server/testing/home.ts';

let home: TestHome;
beforeAll(async () => {
  home = await createTestHome();
});
afterAll(() => home?.close());

test('a search is kept, changed and forgotten, and each of it can be undone', async () => {
  const saved = async (who: 'ana' | 'ben' = 'ana') =>
    (await home[who].call('GET /api/saved-searches')).searches;
  const body = { name: 'Travel', search: 'q=category%3Atravel&sort=amount' };
  const { search, change } = await home.ana.call('POST /api/saved-searches', { body });
  const params = { id: search.id };
  expect(await saved()).toEqual([{ id: search.id, ...body }]);
  expect(await saved('ben')).toEqual([]);
  const rename = { params, body: { name: 'Trips' } };
  expect(await home.ben.attempt('PATCH /api/saved-searches/:id', rename)).toMatchObject({
    status: 404,
  });
  expect((await home.ana.call('PATCH /api/saved-searches/:id', rename)).change.sentence).toBe(
    'Renamed the search “Travel” to “Trips”',
  );
  const gone = await home.ana.call('POST /api/saved-searches/:id/remove', { params });
  expect(await saved()).toEqual([]);
  await home.ana.call('POST /api/changes/:id/undo', { params: { id: gone.change.id } });
  expect(await saved()).toEqual([{ id: search.id, ...body, name: 'Trips' }]);
  await home.ana.call('POST /api/changes/:id/redo', { params: { id: gone.change.id } });
  expect(await saved()).toEqual([]);
  expect(change.sentence).toBe('Saved the search “Travel”');
  for (const wrong of ['', 'nonsense=1', 'account=x', 'q=a&q=b', 'sort=up']) {
    expect(
      await home.ana.attempt('POST /api/saved-searches', { body: { name: 'No', search: wrong } }),
    ).toMatchObject({ status: 400, error: { field: 'search' } });
  }
});
