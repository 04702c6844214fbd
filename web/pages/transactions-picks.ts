import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Every row is chosen, loaded or not. */
const everyId = { has: () => true } as unknown as ReadonlySet<string>;

/** Which of the register's rows are chosen to be changed together. */
export class Picks implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #may: () => boolean;
  /** The ids, all that are found, or null while none are being chosen. */
  #chosen: ReadonlySet<string> | 'all' | null = null;

  constructor(host: ReactiveControllerHost, may: () => boolean) {
    this.#host = host;
    this.#may = may;
    host.addController(this);
  }

  hostConnected(): void {}

  /** For the rows: null while none are being chosen. */
  get shown(): ReadonlySet<string> | null {
    return this.#chosen === 'all' ? everyId : this.#chosen;
  }

  get all(): boolean {
    return this.#chosen === 'all';
  }

  get ids(): ReadonlySet<string> {
    return this.#chosen === null || this.#chosen === 'all' ? new Set() : this.#chosen;
  }

  readonly toggle = (): void => this.#set(this.#chosen ? null : new Set());
  readonly chooseAll = (): void => this.#set('all');
  readonly end = (): void => this.#set(null);

  readonly choose = ({ detail }: CustomEvent<{ ids: string[]; add: boolean }>): void => {
    if (!this.#may()) return;
    const chosen = new Set(this.ids);
    for (const id of detail.ids) {
      if (chosen.has(id) && !detail.add) chosen.delete(id);
      else chosen.add(id);
    }
    this.#set(chosen);
  };

  #set(chosen: ReadonlySet<string> | 'all' | null) {
    if (chosen === this.#chosen) return;
    this.#chosen = chosen;
    this.#host.requestUpdate();
  }
}
