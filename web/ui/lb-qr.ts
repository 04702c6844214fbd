import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** Light modules around the code: scanners ask for four. */
const quiet = 4;

/**
 * A QR code of `text`: dark on light in either theme, since not every camera reads the reverse.
 * `label` is what is read aloud in its place; what it holds must also stand beside it as text.
 */
@customElement('lb-qr')
export class LbQr extends LitElement {
  static override styles = css`
    :host {
      display: block;
      width: 100%;
      max-width: 232px;
      aspect-ratio: 1;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
      border-radius: 10px;
      forced-color-adjust: none;
    }
  `;

  @property() accessor text = '';
  @property() accessor label = 'QR code';
  @state() private accessor rows: readonly (readonly boolean[])[] = [];

  override willUpdate(changed: Map<PropertyKey, unknown>) {
    if (changed.has('text')) void this.#encode(this.text);
  }

  /** The encoder comes only where a code is shown. */
  async #encode(text: string) {
    const { encode } = await import('uqr');
    if (text === this.text) this.rows = text ? encode(text, { ecc: 'M', border: quiet }).data : [];
  }

  override render() {
    const { rows } = this;
    if (rows.length === 0) return nothing;
    const side = rows.length;
    return html`<svg
      viewBox="0 0 ${side} ${side}"
      shape-rendering="crispEdges"
      role="img"
      aria-label=${this.label}
    >
      ${svg`<path fill="#fff" d="M0 0h${side}v${side}h-${side}z"/><path d=${outline(rows)} />`}
    </svg>`;
  }
}

/** The dark modules as one path: each run of a row a rectangle. */
function outline(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x += 1;
      path += `M${from} ${y}h${x + 1 - from}v1H${from}z`;
    }
  }
  return path;
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-qr': LbQr;
  }
}
