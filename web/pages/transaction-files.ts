import type { Attachment } from '#server/contract/attachments.ts';
import { sentenceOf } from '#web/api.ts';
import { attach, attachments, detach } from '#web/state/attachments.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { FileText, Paperclip, X } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '#web/ui/lb-icon.ts';

const kinds = 'image/jpeg,image/png,image/webp,application/pdf';
const MOST_BYTES = 8 * 1024 * 1024;

const sizeWords = (bytes: number) =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Receipts and the like beside a transaction: seen, added from camera or files, taken off. */
@customElement('lb-transaction-files')
export class LbTransactionFiles extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 8px;
        justify-items: start;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        justify-self: stretch;
      }
      li {
        display: grid;
        gap: 4px;
        width: 132px;
      }
      .show {
        display: grid;
        place-items: center;
        height: 96px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--hover);
        overflow: hidden;
      }
      img {
        width: 100%;
        height: 100%;
        object-fit: cover;
      }
      .about {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .off {
        justify-self: start;
      }
      input {
        display: none;
      }
    `,
  ];

  /** The id of the transaction. */
  @property() accessor of = '';
  @property({ type: Boolean }) accessor readonly = false;
  @state() private accessor busy = false;

  readonly #files = new Watch(this, () => attachments(this.of));

  override render() {
    const files = this.#files.data?.attachments ?? [];
    if (this.readonly && files.length === 0) return nothing;
    return html`<h3>Receipts and files</h3>
      ${
        files.length > 0
          ? html`<ul>
              ${files.map((file) => this.#file(file))}
            </ul>`
          : nothing
      }
      ${
        this.readonly
          ? nothing
          : html`<lb-button
                label="Attach a picture or PDF"
                .icon=${Paperclip}
                .busy=${this.busy}
                @click=${() => this.renderRoot.querySelector('input')?.click()}
              ></lb-button>
              <input type="file" accept=${kinds} multiple tabindex="-1" @change=${this.#chosen} />`
      }`;
  }

  #file({ id, name, type, size }: Attachment) {
    const href = `/api/attachments/${id}`;
    return html`<li>
      <a class="show" href=${href} target="_blank" rel="noopener" aria-label="Open ${name}"
        >${
          type === 'application/pdf'
            ? html`<lb-icon .icon=${FileText}></lb-icon>`
            : html`<img src=${href} alt="" loading="lazy" />`
        }</a
      >
      <span class="small about">${name}</span>
      <span class="small muted">${sizeWords(size)}</span>
      ${
        this.readonly
          ? nothing
          : html`<lb-button
              class="off"
              kind="plain"
              label="Take off"
              .name=${`Take off ${name}`}
              .icon=${X}
              @click=${() => this.#detach(id)}
            ></lb-button>`
      }
    </li>`;
  }

  #chosen = async (event: Event) => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    for (const file of files) await this.#attach(file);
  };

  async #attach(file: File) {
    if (file.size > MOST_BYTES) {
      toast(`${file.name} is larger than 8 MB.`, { failed: true });
      return;
    }
    this.busy = true;
    await this.#say(() => attach(this.of, file));
    this.busy = false;
  }

  #detach(id: string) {
    return this.#say(() => detach(id));
  }

  async #say(work: () => Promise<{ change: { id: string; sentence: string } }>) {
    try {
      const { change } = await work();
      toast(`${change.sentence}.`, { undo: () => undoChange(change.id) });
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-transaction-files': LbTransactionFiles;
  }
}
