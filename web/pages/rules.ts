import type { Rule } from '#server/contract/rules.ts';
import type { Change } from '#server/contract/transactions.ts';
import { sentenceOf } from '#web/api.ts';
import { goQuery } from '#web/state/address.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { draftOf, emptyDraft } from './rule-draft.ts';
import { applyRule, changeRule, like, orderRules, removeRule, rules } from '#web/state/rules.ts';
import { looksOn, session } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { ListFilter, Plus } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './rule-line.ts';
import type { RuleWish } from './rule-line.ts';
import './rule-sheet.ts';
import type { RuleWriting } from './rule-sheet.ts';

/**
 * The rules, in the order in which they are tried. Which one is written on stands in the address:
 * `?edit=<id>`, `?new=1`, or `?like=<id of a transaction>` for one that begins there.
 */
@customElement('lb-page-rules')
export class PageRules extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
        max-width: 760px;
      }
      ol {
        display: grid;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
    `,
  ];

  @property({ attribute: false }) accessor query = new URLSearchParams();
  readonly #session = new Watch(this, session);
  readonly #rules = new Watch(this, () => ({ ...rules(), enabled: this.#may }));
  readonly #like = new Watch(this, () => ({
    ...like(this.query.get('like') ?? ''),
    enabled: this.query.has('like') && this.#may,
  }));
  /** Made once for each address, so that an answer that comes meanwhile takes nothing away. */
  #writing: { at: string; writing: RuleWriting } | null = null;

  get #may() {
    return this.#session.data !== undefined && !looksOn(this.#session.data);
  }

  override render() {
    const { data, error } = this.#rules;
    if (this.#session.data && !this.#may) {
      return html`<div class="page">
        <h1>Rules</h1>
        <p class="muted">Rules are made by those who change transactions.</p>
      </div>`;
    }
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
        <h1>Rules</h1>
        <p class="muted">
          Whatever arrives is tried against these, from top to bottom; the first that says something
          has said it. What somebody sets by hand always stays.
        </p>
        ${
          data
            ? this.#content(data.rules)
            : error
              ? html`<lb-notice kind="broken">${sentenceOf(error)}</lb-notice>`
              : html`<lb-skeleton label="The rules"></lb-skeleton>`
        }
      </div>
      <lb-rule-sheet
        .writing=${this.#written(data?.rules)}
        @lb-close=${this.#close}
        @lb-done=${this.#done}
      ></lb-rule-sheet>`;
  }

  #content(all: Rule[]) {
    const add = html`<lb-button
      label="A new rule"
      .icon=${Plus}
      @click=${() => goQuery({ new: '1' }, {})}
    ></lb-button>`;
    if (all.length === 0) {
      return html`<lb-empty heading="No rules yet" .icon=${ListFilter}>
        <p>
          A rule names, files or tags what arrives, so that nobody has to. You can also begin with a
          transaction: “Make a rule” stands at its end.
        </p>
        ${add}
      </lb-empty>`;
    }
    const own = all.filter(({ scope }) => scope === 'own');
    const household = all.filter(({ scope }) => scope === 'household');
    return html`<div class="line">${add}</div>
      ${own.length > 0 ? this.#list('own', 'Yours alone, tried first', own) : nothing}
      ${household.length > 0 ? this.#list('household', 'The household’s', household) : nothing}`;
  }

  #list(scope: Rule['scope'], heading: string, of: Rule[]) {
    return html`<section class="card" aria-labelledby=${scope}>
      <h2 id=${scope}>${heading}</h2>
      <ol>
        ${of.map(
          (rule, n) =>
            html`<li>
              <lb-rule-line
                .of=${rule}
                .number=${n + 1}
                .last=${n === of.length - 1}
                @lb-wish=${({ detail }: CustomEvent<RuleWish>) => this.#grant(detail, rule, of)}
              ></lb-rule-line>
            </li>`,
        )}
      </ol>
    </section>`;
  }

  /** What the address says is written on; null while what it needs is not there. */
  #written(all: Rule[] | undefined): RuleWriting | null {
    const at = this.query.toString();
    if (this.#writing?.at === at) return this.#writing.writing;
    const writing = this.#begin(all);
    this.#writing = writing && { at, writing };
    return writing;
  }

  #begin(all: Rule[] | undefined): RuleWriting | null {
    const { query } = this;
    if (query.has('new')) return { draft: emptyDraft(), of: null };
    if (query.has('edit')) {
      const found = all?.find(({ id }) => id === query.get('edit'));
      return found ? { draft: draftOf(found), of: found } : null;
    }
    const told = query.has('like') ? this.#like.data : undefined;
    if (!told) return null;
    // A transaction of which nobody said anything gives its conditions alone.
    const { always, conditions, scope } = told;
    return { draft: draftOf(always?.rule ?? { conditions, scope }), of: null };
  }

  readonly #close = () => {
    goQuery({ new: undefined, edit: undefined, like: undefined });
  };

  readonly #done = ({ detail }: CustomEvent<Change | null>) => {
    this.#close();
    this.#said(detail, 'It stands so already.');
  };

  #said(change: Change | null, otherwise: string) {
    if (change) toast(`${change.sentence}.`, { undo: () => undoChange(change.id) });
    else toast(otherwise);
  }

  async #grant(wish: RuleWish, rule: Rule, among: Rule[]) {
    if (wish === 'edit') {
      goQuery({ edit: rule.id }, {});
      return;
    }
    try {
      this.#said(await this.#do(wish, rule, among), 'Nothing in the past is changed by it.');
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    }
  }

  async #do(wish: RuleWish, rule: Rule, among: Rule[]): Promise<Change | null> {
    switch (wish) {
      case 'on':
      case 'off':
        return (await changeRule(rule.id, { on: wish === 'on' })).change;
      case 'apply':
        return (await applyRule(rule.id)).change;
      case 'remove':
        return (await removeRule(rule.id)).change;
      default: {
        const order = among.map(({ id }) => id);
        const at = order.indexOf(rule.id);
        order.splice(at, 1);
        order.splice(wish === 'up' ? at - 1 : at + 1, 0, rule.id);
        return (await orderRules({ scope: rule.scope, order })).change;
      }
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-rules': PageRules;
  }
}
