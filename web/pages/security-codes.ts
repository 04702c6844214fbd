import { base } from '#web/ui/base.ts';
import { copyText } from '#web/ui/copy.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-notice.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { printText } from '#web/ui/print-text.ts';
import { Copy, Download, Printer } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

/** Recovery codes, to be saved now: they are not shown again. */
@customElement('lb-recovery-codes')
export class LbRecoveryCodes extends LitElement {
  static override styles = [
    base,
    css`
      ol {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(8em, 1fr));
        gap: 6px 16px;
        padding: 14px 18px;
        border-radius: var(--radius);
        background: var(--sunken);
        font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace;
        user-select: all;
      }
    `,
  ];

  @property({ attribute: false }) accessor codes: readonly string[] = [];
  /** Whose they are, on paper. */
  @property() accessor email = '';
  /** What has happened, before what these are. */
  @property() accessor lead = '';
  /** The person says that they have saved them. */
  @state() accessor saved = false;
  @state() private accessor reminded = false;

  /** Says what is still to be done. */
  async remind() {
    this.reminded = true;
    await this.updateComplete;
    this.renderRoot.querySelector('lb-check')?.focus();
  }

  override render() {
    return html`<div class="stack">
      <p>
        ${this.lead} Each of these signs you in once, after your password, when the app is not at
        hand. They are shown only now: keep them where you keep important papers, not on the phone
        with the app.
      </p>
      <ol>
        ${this.codes.map((code) => html`<li>${code}</li>`)}
      </ol>
      <div class="line">
        <lb-button label="Copy" .icon=${Copy} @click=${this.#copy}></lb-button>
        <lb-button label="Download" .icon=${Download} @click=${this.#download}></lb-button>
        <lb-button label="Print" .icon=${Printer} @click=${this.#print}></lb-button>
      </div>
      ${
        this.reminded && !this.saved
          ? html`<lb-notice kind="attention" urgent>
              Save the codes first, then tick the box: they cannot be shown again.
            </lb-notice>`
          : nothing
      }
      <lb-check
        label="I have saved them"
        .checked=${this.saved}
        @change=${(event: Event) => (this.saved = (event.target as HTMLInputElement).checked)}
      ></lb-check>
    </div>`;
  }

  get #sheet(): string {
    return [
      'Ledgerberry recovery codes',
      `For ${this.email} at ${location.host}`,
      '',
      ...this.codes,
      '',
      'Each signs you in once, after your password, in place of the code from your app.',
      '',
    ].join('\n');
  }

  #copy = async () => {
    await copyText(this.codes.join('\n'));
    toast('The codes are copied.');
  };

  #download = () => {
    const url = URL.createObjectURL(new Blob([this.#sheet], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'ledgerberry-recovery-codes.txt';
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };

  #print = () => printText(this.#sheet);
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-recovery-codes': LbRecoveryCodes;
  }
}
