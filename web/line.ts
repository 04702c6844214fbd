import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { createLive } from './live.ts';
import type { Live, LiveState } from './live.ts';
import { allTopics, changed } from './state/client.ts';
import { part } from './state/session.ts';
import { newerVersion } from './version.ts';

/** How long the line may be down before the page says so. */
const patience = 4_000;

/**
 * The line to the server while somebody is signed in: hints make answers old, a reconnection makes
 * all of them old and asks whether the interface itself is.
 */
export class Line implements ReactiveController {
  state: LiveState = 'connecting';
  /** It has been down long enough to say so. */
  offline = false;
  /** The server has a newer interface than this one. */
  newer = false;

  readonly #host: ReactiveControllerHost;
  #live: Live | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.hold(false);
  }

  /** Opens the line, or closes it when nobody is signed in any more. */
  hold(wanted: boolean): void {
    if (wanted === (this.#live !== undefined)) return;
    if (wanted) {
      this.#live = createLive({
        url: `${location.origin.replace(/^http/, 'ws')}/api/live`,
        changed: (topics) => void changed(topics),
        reconnected: this.#onReconnected,
        left: () => void part(),
        state: this.#onState,
      });
      return;
    }
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#live?.close();
    this.#live = undefined;
    this.offline = false;
  }

  retry(): void {
    this.#live?.retry();
    void changed(allTopics);
  }

  #onReconnected = () => {
    void changed(allTopics);
    void newerVersion().then((newer) => {
      this.newer ||= newer;
      this.#host.requestUpdate();
    });
  };

  #onState = (state: LiveState) => {
    this.state = state;
    if (state === 'live') {
      clearTimeout(this.#patience);
      this.#patience = undefined;
      this.offline = false;
    } else this.#patience ??= setTimeout(this.#onDown, patience);
    this.#host.requestUpdate();
  };

  #onDown = () => {
    this.offline = this.state !== 'live';
    this.#host.requestUpdate();
    // The line may be refused because the session has ended: asking tells.
    void changed(['session']);
  };
}
