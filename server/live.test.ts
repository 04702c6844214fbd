import { expect, test } from 'vitest';
import type { MemberId } from '#server/contract/ids.ts';
import type { LiveHint } from '#server/contract/live.ts';
import { createLiveHub } from './live.ts';

const ana = 'ana' as MemberId;
const ben = 'ben' as MemberId;

function join(hub: ReturnType<typeof createLiveHub>, memberId: MemberId) {
  const topics: string[][] = [];
  const client = {
    memberId,
    sessionId: memberId,
    send: (text: string) => void topics.push((JSON.parse(text) as LiveHint).topics),
    close: () => {},
  };
  return { topics, leave: hub.join(client) };
}

test('who listens a moment after asking is told what changed in between', () => {
  let now = 0;
  const hub = createLiveHub(() => now);
  hub.tell([ana], ['links', 'accounts']);
  hub.tell([ben], ['transactions']);
  hub.tell([ana], ['links']);
  now += 5_000;
  expect(join(hub, ana).topics).toEqual([['links', 'accounts']]);
  now += 60_000;
  expect(join(hub, ana).topics).toEqual([]);
  hub.tellEverybody(['household']);
  expect(join(hub, ben).topics).toEqual([['household']]);
});

test('a hint reaches every page of its members and nobody else', () => {
  const hub = createLiveHub();
  const pages = [join(hub, ana), join(hub, ana), join(hub, ben)];
  hub.tell([ana], ['transactions']);
  expect(pages.map(({ topics }) => topics.length)).toEqual([1, 1, 0]);
  pages[0]?.leave?.();
  hub.tell([ana, ben], ['links']);
  expect(pages.map(({ topics }) => topics.length)).toEqual([1, 2, 1]);
});
