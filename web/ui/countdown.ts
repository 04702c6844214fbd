import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Seconds that run down to nothing while an element is there, rendering it with each. */
export class Countdown implements ReactiveController {
  /** Seconds that are left; 0 when there is nothing to wait for. */
  left = 0;

  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  start(seconds: number): void {
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      this.left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      if (this.left === 0) this.#stop();
      this.#host.requestUpdate();
    };
    this.#stop();
    this.#timer = setInterval(tick, 1000);
    tick();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.left = 0;
  }
}
