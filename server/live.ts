import type { MemberId } from '#server/contract/ids.ts';
import type { LeftCode, LiveHint, Topic } from '#server/contract/live.ts';

/** A connected browser, however it is connected. */
export interface LiveClient {
  memberId: MemberId;
  sessionId: string;
  send(text: string): void;
  close(code: number, reason: string): void;
}

export interface LiveHub {
  /** @returns how to leave; undefined where the member has too many connections already */
  join(client: LiveClient): (() => void) | undefined;
  tell(members: readonly MemberId[], topics: readonly Topic[]): void;
  /** Hints may have been missed: everybody is to look at everything again. */
  tellEverybody(topics: readonly Topic[]): void;
  /** Says nothing to everybody: a page that hears it knows that its line is alive. */
  beat(): void;
  /** The sessions with which pages are open here. */
  sessions(): string[];
  endSession(sessionId: string): void;
  /** Their pages must sign in again to what they are now. */
  endMember(memberId: MemberId): void;
  /** They do not belong to the household any more, which their pages say. */
  endLeft(memberId: MemberId): void;
  count(): number;
  closeAll(): void;
}

const MOST_PER_MEMBER = 20;
const POLICY_VIOLATION = 1008;
const SERVICE_RESTART = 1012;
/** One of the codes that are for programs to agree on. */
const LEFT: LeftCode = 4410;
/**
 * A page asks first and listens a moment later: what changed in between is told when it listens.
 */
const REMEMBERED_MS = 15_000;

/**
 * Who is connected to this process. Hints only; what they are about is asked for with one's rights.
 */
export function createLiveHub(now: () => number = Date.now): LiveHub {
  const clients = new Map<MemberId, Set<LiveClient>>();
  const told = new Map<MemberId | 'everybody', Map<Topic, number>>();

  const everyone = () => [...clients.values()].flatMap((set) => [...set]);
  const send = (to: Iterable<LiveClient>, topics: readonly Topic[]) => {
    const hint: LiveHint = { type: 'changed', topics: [...topics] };
    const text = JSON.stringify(hint);
    for (const client of to) client.send(text);
  };
  const remember = (whom: MemberId | 'everybody', topics: readonly Topic[]) => {
    const times = told.get(whom) ?? new Map<Topic, number>();
    for (const topic of topics) times.set(topic, now());
    told.set(whom, times);
  };
  const lately = (member: MemberId): Topic[] => {
    const times = [...(told.get(member) ?? []), ...(told.get('everybody') ?? [])];
    const recent = times.filter(([, at]) => now() - at < REMEMBERED_MS);
    return [...new Set(recent.map(([topic]) => topic))];
  };

  const closeAllOf = (member: MemberId, code: number, reason: string) => {
    for (const client of clients.get(member) ?? []) client.close(code, reason);
  };

  return {
    join(client) {
      const own = clients.get(client.memberId) ?? new Set();
      if (own.size >= MOST_PER_MEMBER) return undefined;
      clients.set(client.memberId, own.add(client));
      const missed = lately(client.memberId);
      if (missed.length > 0) send([client], missed);
      return () => {
        own.delete(client);
        if (own.size === 0 && clients.get(client.memberId) === own) clients.delete(client.memberId);
      };
    },
    tell(members, topics) {
      for (const member of members) {
        remember(member, topics);
        send(clients.get(member) ?? [], topics);
      }
    },
    tellEverybody(topics) {
      remember('everybody', topics);
      send(everyone(), topics);
    },
    beat: () => send(everyone(), []),
    sessions: () => [...new Set(everyone().map((client) => client.sessionId))],
    endSession(sessionId) {
      for (const client of everyone()) {
        if (client.sessionId === sessionId) client.close(POLICY_VIOLATION, 'signed out');
      }
    },
    endMember: (memberId) => closeAllOf(memberId, POLICY_VIOLATION, 'new role'),
    endLeft: (memberId) => closeAllOf(memberId, LEFT, 'left'),
    count: () => everyone().length,
    closeAll() {
      for (const client of everyone()) client.close(SERVICE_RESTART, 'restart');
    },
  };
}
