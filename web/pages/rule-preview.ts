import type { RuleDifference, RulePreview } from '#server/contract/rules.ts';
import { sentenceOf } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import { previewRule } from '#web/state/rules.ts';
import { base } from '#web/ui/base.ts';
import { dayShort, plural } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

type Body = Input<'POST /api/rules/preview'>['body'];

/** So long nobody types before it is asked. */
const PAUSE = 250;

const whats: Record<RuleDifference['what'], string> = {
  name: 'Name',
  category: 'Category',
  tags: 'Tags',
  note: 'Note',
  leftOut: 'Totals',
  reviewed: 'Review',
};

/**
 * What a rule would do to the past, while it is being written: how many transactions, and the
 * newest of them as they are and would be. Emits `lb-counted` with how many would change.
 */
@customElement('lb-rule-preview')
export class LbRulePreview extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 10px;
        padding: 12px;
        border-radius: var(--radius);
        background: var(--hover);
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 2px 12px;
        padding-block: 8px;
        border-top: 1px solid var(--line);
      }
      .diff {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
      }
      del {
        color: var(--ink-2);
      }
      ins {
        font-weight: 600;
        text-decoration: none;
      }
    `,
  ];

  /** Null while the rule says nothing yet. */
  @property({ attribute: false }) accessor asked: Body | null = null;
  @state() private accessor told: RulePreview | null = null;
  @state() private accessor wrong = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;
  #last = '';

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#last = '';
  }

  override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('asked')) return;
    const now = JSON.stringify(this.asked);
    if (now === this.#last) return;
    this.#last = now;
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (this.asked) this.#timer = setTimeout(this.#ask, PAUSE);
    else {
      this.told = null;
      this.wrong = '';
      this.#count(0);
    }
  }

  override render() {
    const { told } = this;
    if (this.wrong) return html`<p class="small" role="status">${this.wrong}</p>`;
    if (!told) {
      return html`<p class="small muted" role="status">
        ${this.asked ? 'Looking at the past …' : 'What it would change in the past appears here.'}
      </p>`;
    }
    const { fits, changes, more, sample } = told;
    // A day of another year than the newest one's is told with its year.
    const newest = sample[0]?.date ?? '';
    return html`<p role="status">
        ${words(fits, changes)}${more ? ' There are older ones too.' : ''}
      </p>
      ${
        sample.length === 0
          ? nothing
          : html`<ul aria-label="What would change">
                ${sample.map(
                  (one) =>
                    html`<li>
                      <span
                        >${one.name}
                        <span class="small muted">${dayShort(one.date, newest)}</span></span
                      >
                      <lb-amount .of=${one.amount}></lb-amount>
                      ${one.differences.map(difference)}
                    </li>`,
                )}
              </ul>
              ${
                changes > sample.length
                  ? html`<p class="small muted">
                      and ${plural(changes - sample.length, 'more', 'more')}
                    </p>`
                  : nothing
              }`
      }`;
  }

  readonly #ask = async () => {
    const { asked } = this;
    if (!asked) return;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const told = await previewRule(asked, asking.signal);
      if (asking.signal.aborted) return;
      this.told = told;
      this.wrong = '';
      this.#count(told.changes);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.told = null;
      this.wrong = sentenceOf(error);
      this.#count(0);
    }
  };

  #count(detail: number) {
    this.dispatchEvent(new CustomEvent('lb-counted', { detail }));
  }
}

const difference = ({ what, from, to }: RuleDifference) =>
  html`<span class="small diff"
    >${whats[what]}: ${from ? html`<del><span class="sr">was </span>${from}</del> → ` : nothing}<ins
      ><span class="sr">becomes </span>${to}</ins
    ></span
  >`;

function words(fits: number, changes: number): string {
  if (fits === 0) return 'Nothing in the past fits.';
  const found = `${plural(fits, 'transaction')} in the past ${fits === 1 ? 'fits' : 'fit'}`;
  if (changes === 0) return `${found}, and shows all this already.`;
  return changes === fits
    ? `${found}, and would change.`
    : `${found}; ${changes} of them would change.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-rule-preview': LbRulePreview;
  }
}
