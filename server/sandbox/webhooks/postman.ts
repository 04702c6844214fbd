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
  /** Posted and not answered yet. */
  flying(): Letter[];
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
export function createPostman(deps: Deps): Postman {
  return new BankPostman(deps);
}

class BankPostman implements Postman {
  settings: PostSettings;
  readonly #deps: Deps;
  readonly #ready: Letter[] = [];
  readonly #timed = new Map<Letter, () => void>();
  readonly #log: Delivery[] = [];
  readonly #flying = new Map<Letter, Promise<void>>();
  readonly #stop = new AbortController();
  #held: Letter | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.settings = deps.settings;
  }

  send({ url, body, flaw = null }: Parcel): void {
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
    if (this.#isLost()) return this.#note(letter, 'dropped', null);
    const copies = Array.from({ length: this.settings.duplicate }, () => randomUUID());
    for (const one of [letter, ...copies.map((id) => ({ ...letter, id }))]) {
      this.#deps.saved(one);
      this.#depart(one);
    }
  }

  async deliverNow(): Promise<void> {
    if (this.#held) this.#ready.push(this.#held);
    this.#held = null;
    for (const [letter, cancel] of this.#timed) {
      cancel();
      this.#ready.push(letter);
    }
    this.#timed.clear();
    this.#pump();
    while (this.#flying.size > 0) await Promise.all(this.#flying.values());
  }

  resume(letters: Iterable<Letter>): void {
    for (const letter of letters) this.#queue(letter);
  }

  waiting(): Letter[] {
    return [...this.#ready, ...this.#timed.keys(), ...(this.#held ? [this.#held] : [])];
  }

  flying(): Letter[] {
    return [...this.#flying.keys()];
  }

  log(): readonly Delivery[] {
    return this.#log;
  }

  clearLog(): void {
    this.#log.length = 0;
  }

  close(): void {
    this.#stop.abort();
    for (const cancel of this.#timed.values()) cancel();
  }

  #isLost(): boolean {
    const { drop } = this.settings;
    if (typeof drop === 'boolean') return drop;
    if (drop <= 0) return false;
    this.settings.drop = drop - 1;
    return true;
  }

  #depart(letter: Letter): void {
    const { delay_ms, reorder } = this.settings;
    if (delay_ms > 0) return this.#wait(letter, delay_ms);
    if (!reorder) return this.#queue(letter);
    const first = this.#held;
    this.#held = first ? null : letter;
    if (first) {
      this.#queue(letter);
      return this.#queue(first);
    }
    this.#deps.clock.after(REORDER_PATIENCE, () => {
      if (this.#held !== letter) return;
      this.#held = null;
      this.#queue(letter);
    });
  }

  #wait(letter: Letter, ms: number): void {
    const cancel = this.#deps.clock.after(ms, () => {
      this.#timed.delete(letter);
      this.#queue(letter);
    });
    this.#timed.set(letter, cancel);
  }

  #queue(letter: Letter): void {
    this.#ready.push(letter);
    this.#pump();
  }

  #pump(): void {
    while (this.#ready.length > 0 && this.#flying.size < AT_ONCE && !this.#stop.signal.aborted) {
      const letter = this.#ready.shift()!;
      const flight = this.#post(letter);
      this.#flying.set(letter, flight);
      void flight.finally(() => {
        this.#flying.delete(letter);
        this.#pump();
      });
    }
  }

  async #post(letter: Letter): Promise<void> {
    letter.attempt += 1;
    const { keys, done, saved } = this.#deps;
    const { status, retryAfter } = await attempt(letter, keys, this.settings, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    const { attempts, retry_ms, retry_factor } = this.settings;
    if (status === 200 || letter.attempt >= attempts) {
      done(letter.id);
      return this.#note(letter, status === 200 ? 'delivered' : 'given up', status);
    }
    this.#note(letter, 'failed', status);
    saved(letter);
    this.#wait(letter, retryAfter ?? retry_ms * retry_factor ** (letter.attempt - 1));
  }

  #note(letter: Letter, status: Delivery['status'], http_status: number | null): void {
    const { id, url, webhook_type, webhook_code, item_id, attempt: nth } = letter;
    const at = new Date().toISOString();
    const about = { id, item_id, url, webhook_code, webhook_type };
    this.#log.push({ ...about, at, attempt: nth, http_status, status });
    if (this.#log.length > LOG_LENGTH) this.#log.splice(0, this.#log.length - LOG_LENGTH);
  }
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
