import { randomUUID } from 'node:crypto';
import type { Clock } from '#server/sandbox/bank/clock.ts';
import { prettyJson } from '#server/sandbox/json.ts';
import type { Flaw, KeyRing } from './keys.ts';

/** How the post behaves. Milliseconds are of the bank's age, but for `timeout_ms`. */
export interface PostSettings {
  /** Webhooks that are lost: all, or the next so many. */
  drop: boolean | number;
  delay_ms: number;
  /** How many further copies of each are sent. */
  duplicate: number;
  /** Each second webhook goes before the first. */
  reorder: boolean;
  retry_ms: number;
  retry_factor: number;
  attempts: number;
  timeout_ms: number;
}

export const DEFAULT_POST: PostSettings = {
  attempts: 7,
  delay_ms: 0,
  drop: false,
  duplicate: 0,
  reorder: false,
  retry_factor: 4,
  retry_ms: 30_000,
  timeout_ms: 10_000,
};

/** One webhook on its way, as it is written down. */
export interface Letter {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly webhook_type: string;
  readonly webhook_code: string;
  readonly item_id: string | null;
  readonly flaw: Flaw | null;
  attempt: number;
}

export interface Delivery {
  readonly id: string;
  readonly url: string;
  readonly webhook_type: string;
  readonly webhook_code: string;
  readonly item_id: string | null;
  readonly attempt: number;
  readonly status: 'dropped' | 'delivered' | 'failed' | 'given up';
  readonly http_status: number | null;
  readonly at: string;
}

export interface Parcel {
  readonly url: string;
  readonly body: { webhook_type: string; webhook_code: string; item_id?: string };
  readonly flaw?: Flaw | null;
}

export interface Postman {
  send(parcel: Parcel): void;
  /** Tries everything that waits, now, and returns when each has been tried. */
  deliverNow(): Promise<void>;
  /** Takes up what waited before a restart. */
  resume(letters: Iterable<Letter>): void;
  waiting(): Letter[];
  log(): readonly Delivery[];
  clearLog(): void;
  settings: PostSettings;
  close(): void;
}

interface Deps {
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly settings: PostSettings;
  readonly saved: (letter: Letter) => void;
  readonly done: (id: string) => void;
}

const AT_ONCE = 4;
const LOG_LENGTH = 2000;
const REORDER_PATIENCE = 2_000;
const LONGEST_RETRY_AFTER = 4 * 3_600_000;

/** Signs and posts webhooks, tries again, and misbehaves when it is told to. */
export function createPostman({ clock, keys, settings, saved, done }: Deps): Postman {
  const ready: Letter[] = [];
  const timed = new Map<Letter, () => void>();
  const log: Delivery[] = [];
  const flying = new Set<Promise<void>>();
  const stop = new AbortController();
  let held: Letter | null = null;

  function note(letter: Letter, status: Delivery['status'], http_status: number | null): void {
    const { id, url, webhook_type, webhook_code, item_id, attempt } = letter;
    const at = new Date().toISOString();
    log.push({ at, attempt, http_status, id, item_id, status, url, webhook_code, webhook_type });
    if (log.length > LOG_LENGTH) log.splice(0, log.length - LOG_LENGTH);
  }

  function wait(letter: Letter, ms: number): void {
    const cancel = clock.after(ms, () => {
      timed.delete(letter);
      queue(letter);
    });
    timed.set(letter, cancel);
  }

  function queue(letter: Letter): void {
    ready.push(letter);
    pump();
  }

  function pump(): void {
    while (ready.length > 0 && flying.size < AT_ONCE && !stop.signal.aborted) {
      const flight = post(ready.shift()!);
      flying.add(flight);
      void flight.finally(() => {
        flying.delete(flight);
        pump();
      });
    }
  }

  async function post(letter: Letter): Promise<void> {
    letter.attempt += 1;
    const { status, retryAfter } = await attempt(letter, keys, postman.settings, stop.signal);
    if (stop.signal.aborted) return;
    if (status === 200) {
      done(letter.id);
      return note(letter, 'delivered', status);
    }
    const { attempts, retry_ms, retry_factor } = postman.settings;
    if (letter.attempt >= attempts) {
      done(letter.id);
      return note(letter, 'given up', status);
    }
    note(letter, 'failed', status);
    saved(letter);
    wait(letter, retryAfter ?? retry_ms * retry_factor ** (letter.attempt - 1));
  }

  function depart(letter: Letter): void {
    const { delay_ms, reorder } = postman.settings;
    if (delay_ms > 0) return wait(letter, delay_ms);
    if (!reorder) return queue(letter);
    if (held) {
      const first = held;
      held = null;
      queue(letter);
      return queue(first);
    }
    held = letter;
    clock.after(REORDER_PATIENCE, () => {
      if (held !== letter) return;
      held = null;
      queue(letter);
    });
  }

  function isLost(): boolean {
    const { drop } = postman.settings;
    if (typeof drop === 'boolean') return drop;
    if (drop <= 0) return false;
    postman.settings.drop = drop - 1;
    return true;
  }

  const postman: Postman = {
    clearLog: () => void log.splice(0),
    close() {
      stop.abort();
      for (const cancel of timed.values()) cancel();
    },
    async deliverNow() {
      if (held) ready.push(held);
      held = null;
      for (const [letter, cancel] of timed) {
        cancel();
        ready.push(letter);
      }
      timed.clear();
      pump();
      while (flying.size > 0) await Promise.all(flying);
    },
    log: () => log,
    resume(letters) {
      for (const letter of letters) queue(letter);
    },
    send({ url, body, flaw = null }) {
      const letter: Letter = {
        attempt: 0,
        body: prettyJson(body),
        flaw,
        id: randomUUID(),
        item_id: body.item_id ?? null,
        url,
        webhook_code: body.webhook_code,
        webhook_type: body.webhook_type,
      };
      if (isLost()) return note(letter, 'dropped', null);
      saved(letter);
      depart(letter);
      for (let copy = 0; copy < postman.settings.duplicate; copy += 1) {
        depart({ ...letter, id: randomUUID() });
      }
    },
    settings,
    waiting: () => [...ready, ...timed.keys(), ...(held ? [held] : [])],
  };
  return postman;
}

async function attempt(
  letter: Letter,
  keys: KeyRing,
  settings: PostSettings,
  stop: AbortSignal,
): Promise<{ status: number | null; retryAfter: number | null }> {
  const signature = keys.signature(letter.body, letter.flaw);
  try {
    const reply = await fetch(letter.url, {
      body: letter.body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Plaid Webhook',
        ...(signature === null ? {} : { 'plaid-verification': signature }),
      },
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(settings.timeout_ms)]),
    });
    await reply.body?.cancel();
    const hint = reply.status === 429 ? reply.headers.get('retry-after') : null;
    return { status: reply.status, retryAfter: hint === null ? null : waitOf(hint) };
  } catch {
    return { status: null, retryAfter: null };
  }
}

/** Retry-After as seconds, an HTTP date or an ISO instant; null where it says nothing usable. */
function waitOf(hint: string): number | null {
  const seconds = /^\d+$/.test(hint.trim()) ? Number(hint) * 1000 : Date.parse(hint) - Date.now();
  if (!Number.isFinite(seconds) || seconds < 0) return null;
  return Math.min(seconds, LONGEST_RETRY_AFTER);
}
