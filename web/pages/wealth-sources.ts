import type { Source } from '#server/contract/wealth.ts';
import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { startLink } from '#web/state/links.ts';
import { looksOn, session } from '#web/state/session.ts';
import { sources } from '#web/state/wealth.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-fresh.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

const names: Record<Source['product'], string> = {
  liabilities: 'Rates and payments',
  holdings: 'Holdings',
  trades: 'Trades',
};

/**
 * How the banks tell what is owed or held: on a page of its own only where something is not as it
 * should be; with `link` all of one bank link.
 */
@customElement('lb-wealth-sources')
export class LbWealthSources extends LitElement {
  static override styles = [
    base,
    css`
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 16px;
        padding-block: 6px;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      p {
        flex: 1 1 16em;
      }
      h2 {
        margin-bottom: 6px;
      }
    `,
  ];

  /** Of these products only. */
  @property({ attribute: false }) accessor products: readonly Source['product'][] = [
    'liabilities',
    'holdings',
    'trades',
  ];
  /** The id of a bank link: everything of it, and nothing of others. */
  @property() accessor link = '';
  @state() private accessor starting = '';

  readonly #sources = new Watch(this, sources);
  readonly #session = new Watch(this, session);

  override render() {
    const all = (this.#sources.data?.sources ?? []).filter(
      ({ product, linkId, state: now }) =>
        this.products.includes(product) &&
        (this.link ? linkId === this.link : now !== 'read' && now !== 'lacking'),
    );
    // Two products of one bank that wait for the same say it once.
    const shown = this.link ? all : all.filter((one, at) => at === all.findIndex(same(one)));
    this.hidden = shown.length === 0;
    if (shown.length === 0) return nothing;
    const titled = this.link && this.products.length > 1;
    return html`${titled ? html`<h2>What else it tells</h2>` : nothing}
      <ul>
        ${shown.map((one) => this.#source(one))}
      </ul>`;
  }

  #source(one: Source) {
    const may = one.action === 'allow' && !looksOn(this.#session.data);
    return html`<li>
      <p class=${one.state === 'not_allowed' ? '' : 'muted'}>
        ${
          this.link && one.readAt
            ? html`${names[one.product]}:
                <lb-fresh .at=${one.readAt} lead="read" never=""></lb-fresh>. `
            : nothing
        }
        ${one.state === 'read' ? nothing : one.sentence}
      </p>
      ${
        may
          ? html`<lb-button
              label="Allow it"
              .name=${`Allow it: ${one.institution}`}
              .busy=${this.starting === one.linkId}
              @click=${() => this.#allow(one)}
            ></lb-button>`
          : nothing
      }
    </li>`;
  }

  async #allow({ linkId }: Source) {
    this.starting = linkId;
    try {
      location.assign(await startLink({ link: linkId }));
    } catch (error) {
      this.starting = '';
      toast(sentenceOf(error), { failed: true });
    }
  }
}

/** What waits for the same permission. */
const same = (one: Source) => (other: Source) =>
  other === one ||
  (one.state === 'not_allowed' && other.state === one.state && other.linkId === one.linkId);

declare global {
  interface HTMLElementTagNameMap {
    'lb-wealth-sources': LbWealthSources;
  }
}
