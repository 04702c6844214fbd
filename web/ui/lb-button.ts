import { LoaderCircle } from 'lucide';
import type { IconNode } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './lb-icon.ts';

/**
 * A native button (or, with `href`, a link) in our clothes. It renders into the scope it stands
 * in, so `type="submit"` submits the form around it, or with `form` the one of that id, as from the
 * foot of a dialog; its owner wears `base` and listens to `click`.
 *
 * - `label` is its text; with `bare` only the icon is seen and the label is its name
 * - `kind`: `quiet` (default), `primary` (one per screen), `plain` (text), `danger`
 * - `busy`: it is at work; it keeps its focus and does not act again
 */
@customElement('lb-button')
export class LbButton extends LitElement {
  @property() accessor label = '';
  @property({ attribute: false }) accessor icon: IconNode | undefined;
  @property() accessor kind: 'quiet' | 'primary' | 'plain' | 'danger' = 'quiet';
  @property() accessor type: 'button' | 'submit' = 'button';
  @property() accessor form: string | undefined;
  @property() accessor href: string | undefined;
  @property({ type: Boolean }) accessor bare = false;
  @property({ type: Boolean }) accessor busy = false;
  @property({ type: Boolean }) accessor disabled = false;
  /** Says which thing it acts on where several buttons have one label: `Sign in again to Chase`. */
  @property({ attribute: false }) accessor name: string | undefined;

  override createRenderRoot() {
    return this;
  }

  override focus(options?: FocusOptions) {
    this.querySelector<HTMLElement>('.button')?.focus(options);
  }

  override render() {
    const icon = this.busy ? LoaderCircle : this.icon;
    const content = html`${
      icon ? html`<lb-icon .icon=${icon} ?data-busy=${this.busy}></lb-icon>` : nothing
    }${this.bare ? nothing : html`<span>${this.label}</span>`}`;
    const name = this.name ?? (this.bare ? this.label : nothing);
    if (this.href !== undefined) {
      return html`<a
        class="button"
        data-kind=${this.kind}
        ?data-bare=${this.bare}
        href=${this.href}
        aria-label=${name}
        >${content}</a
      >`;
    }
    return html`<button
      class="button"
      data-kind=${this.kind}
      ?data-bare=${this.bare}
      type=${this.type}
      form=${this.form ?? nothing}
      ?disabled=${this.disabled}
      aria-disabled=${this.busy ? 'true' : nothing}
      aria-label=${name}
      title=${this.bare ? this.label : nothing}
      @click=${this.#onClick}
    >
      ${content}
    </button>`;
  }

  #onClick(event: Event) {
    if (!this.busy) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-button': LbButton;
  }
}
