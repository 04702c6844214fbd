import { setTimeout as sleep } from 'node:timers/promises';

export interface Part {
  stop(): Promise<void>;
  /** Resolves with a sentence if the part ends by itself. */
  died: Promise<string>;
}

/** What runs, in the order it was started. */
export interface House {
  say(line: string): void;
  /** A part, or one that is just starting: it is stopped as soon as it has. */
  add(part: Part | Promise<Part>): void;
  /** Stops everything, the last started first. */
  close(): Promise<void>;
  /**
   * Does the opening work and stays, until we are asked to stop.
   * @throws when the work fails, or a part ends by itself: a sentence
   */
  live(opening: Promise<void>): Promise<void>;
}

/** How long after a part's end the end of another, which caused it, may come to our notice. */
const causeMs = 1_200;

/** Keeps track of what was started, so that all of it is stopped, however this ends. */
export function createHouse(): House {
  const parts: Promise<Part | undefined>[] = [];
  const deaths: { order: number; sentence: string }[] = [];
  let closing: Promise<void> | undefined;
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  ended.catch(() => {}); // Whoever waits for it hears of it; nobody may be waiting yet.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve());
  // A terminal that was closed takes no more words; that is no reason to leave things running.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

  // A server whose database dies may die of it: the one that was started first is named.
  const mourn = async (order: number, sentence: string) => {
    deaths.push({ order, sentence });
    await sleep(causeMs);
    const [first] = deaths.sort((a, b) => a.order - b.order);
    reject(new Error(first!.sentence));
  };
  const closeAll = async () => {
    for (let part = parts.pop(); part; part = parts.pop()) await (await part)?.stop();
  };
  return {
    say: (line) => {
      if (!closing) console.log(line);
    },
    add(part) {
      // One that cannot start tells whoever starts it.
      const started = Promise.resolve(part).catch(() => undefined);
      const order = parts.push(started);
      void started.then((each) => each?.died.then((sentence) => mourn(order, sentence)));
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
    async live(opening) {
      // Work that fails because a part has just died would not say so itself.
      const told = opening.catch(async (error: unknown) => {
        await Promise.race([ended, sleep(causeMs + 500)]);
        throw error;
      });
      await Promise.race([told, ended]);
      await ended;
    },
  };
}
