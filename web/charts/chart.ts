import { LitElement, html, nothing, svg } from 'lit';
import type { CSSResultGroup, SVGTemplateResult, TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { base } from '#web/ui/base.ts';
import { chartStyles } from './chart-styles.ts';
import { tableTwin } from './table-twin.ts';
import type { TableTwin } from './table-twin.ts';
import { walks } from './walk.ts';
import type { Place } from './walk.ts';

/** What a chart is drawn into. */
export interface Paper {
  /** In CSS pixels. */
  width: number;
  /** How much larger than usual the reader's letters are. */
  letters: number;
}

/**
 * What every chart has in common: a heading, one sentence with the numbers, what stands at the
 * place one points to, a drawing that is one stop of the keyboard and is walked with the arrow
 * keys, the same said aloud, and a table that says it all. A chart draws `marks` and knows its way.
 */
export abstract class Chart extends LitElement {
  static override styles: CSSResultGroup = [base, chartStyles];

  @property() accessor heading = '';
  /** One sentence with the numbers. */
  @property() accessor summary = '';
  /** Today in the household's time zone. */
  @property() accessor today = '';
  /** Where the pointer or the keyboard is. */
  @state() protected accessor at: Place | null = null;
  @state() protected accessor paper: Paper = { width: 0, letters: 1 };
  @state() private accessor opened = false;

  readonly #size = new ResizeObserver(([entry]) => this.#measure(entry?.contentRect.width ?? 0));

  /** The drawing and its height, in CSS pixels. */
  protected abstract draw(paper: Paper): { height: number; marks: SVGTemplateResult };
  /** What stands there, in short, for the line above the drawing. */
  protected abstract readout(at: Place): TemplateResult;
  /** The same as a sentence to be read aloud. */
  protected abstract spoken(at: Place): string;
  /** Where the keyboard begins. */
  protected abstract begin(): Place;
  /** Where a key of `walks` leads to. */
  protected abstract walk(at: Place, key: string): Place | undefined;
  /** The place nearest to a point of the drawing. */
  protected abstract find(x: number, y: number): Place | null;
  protected abstract table(): TableTwin;
  /** Whether a place is still there: what is drawn may have become less meanwhile. */
  protected abstract holds(at: Place): boolean;

  /** What is done with a place that is clicked, tapped, or entered by the keyboard. */
  protected choose(_at: Place): void {}
  /** What choosing does, for who walks by keyboard: `Enter shows that month`. */
  protected get chooses(): string {
    return '';
  }
  /** What the line above the drawing says while nobody points at anything. */
  protected resting(): TemplateResult | typeof nothing {
    return nothing;
  }
  /** Beside the heading. */
  protected controls(): TemplateResult | typeof nothing {
    return nothing;
  }
  /** Below the drawing: what its marks mean. */
  protected legend(): TemplateResult | typeof nothing {
    return nothing;
  }
  /** Why there is no drawing; empty where there is one. */
  protected get empty(): string {
    return '';
  }

  override willUpdate() {
    if (this.at && !this.holds(this.at)) this.at = null;
  }

  override connectedCallback() {
    super.connectedCallback();
    this.#size.observe(this);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  #measure(across: number) {
    const width = Math.round(across);
    if (width === 0 || width === this.paper.width) return;
    const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.paper = { width, letters: size / 16 };
  }

  override render() {
    const head = html`<div class="top">
      ${this.heading ? html`<h2>${this.heading}</h2>` : nothing}
      ${this.empty ? nothing : this.controls()}<slot name="controls"></slot>
    </div>`;
    if (this.empty)
      return html`<figure>
        ${head}
        <p class="muted">${this.empty}</p>
      </figure>`;
    return html`<figure>
      ${head}
      <figcaption class="summary">${this.summary}</figcaption>
      <div class="readout" aria-hidden="true">
        ${this.at ? this.readout(this.at) : this.resting()}
      </div>
      ${this.#plot()}
      <p class="sr" role="status">${this.at ? this.spoken(this.at) : nothing}</p>
      ${this.legend()}
      <details
        @toggle=${(event: Event) => (this.opened = (event.target as HTMLDetailsElement).open)}
      >
        <summary>Show as table</summary>
        ${this.opened ? tableTwin(this.table()) : nothing}
      </details>
    </figure>`;
  }

  #plot() {
    const { width } = this.paper;
    const { height, marks } = this.draw(this.paper);
    const keys = `The arrow keys walk through it${this.chooses ? `, ${this.chooses}` : ''}.`;
    // An application: a screen reader leaves the arrow keys to it.
    return html`<div
      class="plot ${this.chooses ? 'chooses' : ''}"
      role="application"
      aria-roledescription="chart"
      tabindex="0"
      aria-label="${this.heading}. ${this.summary} ${keys}"
      @keydown=${this.#onKey}
      @pointermove=${this.#onPointer}
      @pointerdown=${this.#onPointer}
      @pointerleave=${this.#leave}
      @blur=${this.#leave}
      @click=${this.#onClick}
    >
      ${svg`<svg aria-hidden="true" viewBox="0 0 ${width || 1} ${height}" height=${height}>
        ${width > 0 ? marks : nothing}
      </svg>`}
    </div>`;
  }

  #place(event: MouseEvent): Place | null {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return this.find(event.clientX - box.left, event.clientY - box.top);
  }

  #onPointer = (event: PointerEvent) => {
    const place = this.#place(event);
    const same = place?.column === this.at?.column && place?.row === this.at?.row;
    if (!same) this.at = place;
  };

  #onClick = (event: MouseEvent) => {
    const place = this.#place(event);
    if (place) this.choose(place);
  };

  #leave = () => {
    this.at = null;
  };

  #onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (walks(event.key)) {
      // The first key only shows where one is.
      const to = this.at ? this.walk(this.at, event.key) : this.begin();
      if (to) this.at = to;
    } else if ((event.key === 'Enter' || event.key === ' ') && this.at) this.choose(this.at);
    else if (event.key === 'Escape' && this.at) this.at = null;
    else return;
    event.preventDefault();
  };
}
