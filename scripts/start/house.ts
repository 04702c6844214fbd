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
  /** Rejects with a sentence when a part ends by itself; resolves when we are asked to stop. */
  ended: Promise<void>;
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
    ended,
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
