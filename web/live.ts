import type { LiveHint, Topic } from '#server/contract/live.ts';

/** How the line to the server is: in words in the rail, and as a banner when it is down. */
export type LiveState = 'connecting' | 'live' | 'waiting';

export interface LiveOptions {
  url: string;
  /** Hints, gathered for a moment so that a burst asks once. */
  changed: (topics: Topic[]) => void;
  /** The line is back after it was down: whatever is on screen may be old. */
  reconnected: () => void;
  state: (state: LiveState) => void;
}

export interface Live {
  /** Try at once instead of at the next planned time. */
  retry: () => void;
  close: () => void;
}

const gather = 120;
const slowest = 30_000;
/** A line that has been beating and then is silent for so long is taken for dead. */
const silence = 80_000;

/** Milliseconds before the try with this number: doubling, with a jitter of a half. */
export const delayBefore = (attempt: number, random = Math.random()): number =>
  Math.min(slowest, 500 * 2 ** attempt) * (0.5 + random / 2);

/**
 * Keeps one websocket open while the page lives. Messages are hints and never data, so a lost one
 * costs nothing: every reconnection asks again for all that is on screen.
 */
export function createLive(options: LiveOptions): Live {
  const ended = new AbortController();
  let socket: WebSocket | undefined;
  let attempt = 0;
  let everOpen = false;
  let heardAt = 0;
  let beating = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flush: ReturnType<typeof setTimeout> | undefined;
  const topics = new Set<Topic>();

  const open = () => {
    clearTimeout(timer);
    if (ended.signal.aborted) return;
    options.state('connecting');
    const mine = new WebSocket(options.url);
    socket = mine;
    mine.onopen = () => {
      attempt = 0;
      heardAt = Date.now();
      options.state('live');
      if (everOpen) options.reconnected();
      everOpen = true;
    };
    mine.onmessage = (event) => hear(String(event.data));
    mine.onclose = () => {
      if (socket === mine) wait();
    };
  };

  const wait = () => {
    socket = undefined;
    beating = false;
    if (ended.signal.aborted) return;
    options.state('waiting');
    clearTimeout(timer);
    timer = setTimeout(open, delayBefore(attempt++));
  };

  const hear = (text: string) => {
    heardAt = Date.now();
    const hint = parse(text);
    // A hint without topics is the server's heartbeat.
    if (hint?.topics.length === 0) beating = true;
    for (const topic of hint?.topics ?? []) topics.add(topic);
    if (topics.size === 0) return;
    clearTimeout(flush);
    flush = setTimeout(() => {
      options.changed([...topics]);
      topics.clear();
    }, gather);
  };

  const retry = () => {
    if (socket) return;
    attempt = 0;
    open();
  };

  /** After sleep a socket may look open and be dead: the silence tells. */
  const check = () => {
    if (!socket) return retry();
    if (beating && Date.now() - heardAt > silence) {
      const dead = socket;
      wait();
      dead.close();
      retry();
    }
  };

  const watch = setInterval(check, 20_000);
  const { signal } = ended;
  addEventListener('online', check, { signal });
  addEventListener('pageshow', check, { signal });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') check();
    },
    { signal },
  );
  open();

  return {
    retry,
    close() {
      ended.abort();
      clearInterval(watch);
      clearTimeout(timer);
      clearTimeout(flush);
      socket?.close();
    },
  };
}

function parse(text: string): LiveHint | undefined {
  try {
    const hint = JSON.parse(text) as LiveHint;
    return hint.type === 'changed' && Array.isArray(hint.topics) ? hint : undefined;
  } catch {
    return undefined;
  }
}
