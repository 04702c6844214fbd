import type { LeftCode, LiveHint, Topic } from '#server/contract/live.ts';

/** How the line to the server is: in words in the rail, and as a banner when it is down. */
export type LiveState = 'connecting' | 'live' | 'waiting';

export interface LiveOptions {
  url: string;
  /** Hints, gathered for a moment so that a burst asks once. */
  changed: (topics: Topic[]) => void;
  /** The line is back after it was down: whatever is on screen may be old. */
  reconnected: () => void;
  /** Whoever is looking does not belong to the household any more. */
  left: () => void;
  state: (state: LiveState) => void;
}

export interface Live {
  /** Try at once instead of at the next planned time. */
  retry: () => void;
  close: () => void;
}

const slowest = 30_000;
/** A burst of hints is gathered for a moment, and a long one is passed on once a second. */
const gather = 120;
const pace = 1_000;
/** A line that has been beating and then is silent for so long is taken for dead. */
const silence = 80_000;
/** The close code with which the server ends a line whose session has ended. */
const signedOut = 1008;
/** And the one of somebody who belongs to the household no more. */
const left: LeftCode = 4410;

/** Milliseconds before the try with this number: doubling, with a jitter of a half. */
export const delayBefore = (attempt: number, random = Math.random()): number =>
  Math.min(slowest, 500 * 2 ** attempt) * (0.5 + random / 2);

/**
 * Keeps one websocket open while the page lives. Messages are hints and never data, so a lost one
 * costs nothing: every reconnection asks again for all that is on screen.
 */
export function createLive(options: LiveOptions): Live {
  const hints = gatherHints(options.changed);
  let socket: WebSocket | undefined;
  let attempt = 0;
  let everOpen = false;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    clearTimeout(timer);
    if (ended) return;
    options.state('connecting');
    const mine = new WebSocket(options.url);
    socket = mine;
    mine.onopen = () => {
      attempt = 0;
      options.state('live');
      if (everOpen) options.reconnected();
      everOpen = true;
    };
    mine.onmessage = (event) => hints.hear(String(event.data));
    mine.onclose = ({ code }) => {
      if (socket !== mine) return;
      if (code === left) return options.left();
      if (code === signedOut) options.changed(['session']);
      wait();
    };
  };

  const wait = () => {
    socket = undefined;
    hints.forget();
    if (ended) return;
    options.state('waiting');
    clearTimeout(timer);
    timer = setTimeout(open, delayBefore(attempt++));
  };

  const retry = () => {
    if (socket) return;
    attempt = 0;
    open();
  };

  /** After sleep a socket may look open and be dead: the silence tells. */
  const dropDead = () => {
    const dead = hints.silent() ? socket : undefined;
    if (dead) wait();
    dead?.close();
  };
  const comeBack = () => {
    dropDead();
    retry();
  };

  const pulse = setInterval(dropDead, 20_000);
  const unwatch = whenBack(comeBack);
  open();

  return {
    retry,
    close() {
      ended = true;
      clearInterval(pulse);
      unwatch();
      hints.stop();
      clearTimeout(timer);
      socket?.close();
    },
  };
}

/** Gathers the topics of a burst of hints, and notices when the server's heartbeat stops. */
function gatherHints(changed: (topics: Topic[]) => void) {
  const topics = new Set<Topic>();
  let heardAt = 0;
  let beating = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flushedAt = 0;
  const flush = () => {
    timer = undefined;
    flushedAt = Date.now();
    changed([...topics]);
    topics.clear();
  };
  return {
    hear(text: string) {
      heardAt = Date.now();
      const hint = parse(text);
      // A hint without topics is the heartbeat.
      if (hint?.topics.length === 0) beating = true;
      for (const topic of hint?.topics ?? []) topics.add(topic);
      const rest = pace - (Date.now() - flushedAt);
      if (topics.size) timer ??= setTimeout(flush, Math.max(gather, rest));
    },
    silent: () => beating && Date.now() - heardAt > silence,
    forget() {
      beating = false;
    },
    stop: () => clearTimeout(timer),
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

/** Calls `back` whenever the page or the network comes back. */
function whenBack(back: () => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  const seen = () => document.visibilityState === 'visible' && back();
  addEventListener('online', back, { signal });
  addEventListener('pageshow', back, { signal });
  document.addEventListener('visibilitychange', seen, { signal });
  return () => ended.abort();
}
