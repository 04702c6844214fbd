import { setTimeout as sleep } from 'node:timers/promises';

export interface Part {
  stop(): Promise<void>;
  /** Resolves with a sentence if the part ends by itself. */
  died: Promise<string>;
}

/** What runs, in the order it was started. */
export interface House {
  say(line: string): void;
  add(part: Part): void;
  /** Makes `close` wait for something that cannot be stopped before it has started. */
  begin<Result>(work: Promise<Result>): Promise<Result>;
  /** Stops everything, the last started first. */
  close(): Promise<void>;
  /**
   * Does the opening work and stays, until we are asked to stop.
   * @throws when the work fails, or a part ends by itself: a sentence
   */
  live(opening: Promise<void>): Promise<void>;
}

/** Keeps track of what was started, so that all of it is stopped, however this ends. */
export function createHouse(): House {
  const parts: Part[] = [];
  const pending = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  ended.catch(() => {}); // Whoever waits for it hears of it; nobody may be waiting yet.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => resolve());
  // A terminal that was closed takes no more words; that is no reason to leave things running.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

  const closeAll = async () => {
    while (parts.length > 0 || pending.size > 0) {
      const part = parts.pop();
      if (part) await part.stop();
      else await Promise.allSettled(pending);
    }
  };
  return {
    async live(opening) {
      // Work that fails because a part has just died would not say so itself.
      const told = opening.catch(async (error: unknown) => {
        await Promise.race([ended, sleep(500)]);
        throw error;
      });
      await Promise.race([told, ended]);
      await ended;
    },
    say: (line) => {
      if (!closing) console.log(line);
    },
    add(part) {
      parts.push(part);
      void part.died.then((sentence) => reject(new Error(sentence)));
    },
    async begin(work) {
      pending.add(work);
      return work.finally(() => pending.delete(work));
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
