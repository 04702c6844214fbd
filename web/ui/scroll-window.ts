import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Tells which part of a tall element the window shows. The document itself scrolls, so that phones
 * can hide their bars and every key that scrolls a page works.
 */
export class ScrollWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #canvas: () => HTMLElement | null;
  readonly #moved: () => void;

  /** `moved` is called at most once a frame, after scrolling or a change of the window's size. */
  constructor(host: ReactiveControllerHost, canvas: () => HTMLElement | null, moved: () => void) {
    this.#host = host;
    this.#canvas = canvas;
    this.#moved = moved;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('scroll', this.#moved, { passive: true });
    addEventListener('resize', this.#onResize, { passive: true });
  }

  hostDisconnected(): void {
    removeEventListener('scroll', this.#moved);
    removeEventListener('resize', this.#onResize);
  }

  readonly #onResize = () => this.#host.requestUpdate();

  /** The upper and lower edge of what is shown, measured from the top of the canvas. */
  visible(): { top: number; bottom: number } {
    const above = this.#canvas()?.getBoundingClientRect().top ?? 0;
    return { top: -above, bottom: innerHeight - above };
  }

  /** Moves the window over the canvas, at once. */
  shift(pixels: number): void {
    if (pixels !== 0) scrollBy({ top: pixels, behavior: 'instant' });
  }

  /** Brings a stretch into view, clear of what sticks to the edges and of the phone's bar. */
  reveal(top: number, bottom: number, edges: { top: number; bottom: number }): void {
    const canvas = this.#canvas();
    if (!canvas) return;
    const style = getComputedStyle(canvas);
    const sticks = (name: string) => Number.parseFloat(style.getPropertyValue(name)) || 0;
    const seen = this.visible();
    const upper = seen.top + edges.top + sticks('--above');
    const lower = seen.bottom - edges.bottom - sticks('--bar');
    if (top < upper) this.shift(top - upper);
    else if (bottom > lower) this.shift(bottom - lower);
  }
}
