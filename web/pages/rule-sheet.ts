import type { Rule } from '#server/contract/rules.ts';
import type { Change } from '#server/contract/transactions.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { accounts } from '#web/state/accounts.ts';
import { categories } from '#web/state/categories.ts';
import { Watch } from '#web/state/client.ts';
import {
  bodyOf,
  emptyDraft,
  newCondition,
  type DraftCondition,
  type RuleDraft,
} from './rule-draft.ts';
import { changeRule, makeRule } from '#web/state/rules.ts';
import { base } from '#web/ui/base.ts';
import { choices, choiceStyles } from '#web/ui/choice.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-check.ts';
import '#web/ui/lb-dialog.ts';
import '#web/ui/lb-field.ts';
import { Plus } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import './rule-condition.ts';
import { doesFields } from './rule-does.ts';
import './rule-preview.ts';

const MOST_CONDITIONS = 20;

/** What is written on: a new rule, or one that is there. */
export interface RuleWriting {
  draft: RuleDraft;
  /** The rule that is changed. */
  of: Rule | null;
}

/**
 * A rule is written here, and what it would change in the past is seen meanwhile. Emits `lb-done`
 * with the step as `detail`, or null, and `lb-close`.
 */
@customElement('lb-rule-sheet')
export class LbRuleSheet extends LitElement {
  static override styles = [
    base,
    choiceStyles,
    css`
      form,
      section {
        display: grid;
        gap: 14px;
        grid-template-columns: minmax(0, 1fr);
      }
      form {
        gap: 24px;
      }
      summary {
        min-height: var(--target);
        cursor: pointer;
        font-weight: 600;
      }
      details[open] > summary {
        padding-bottom: 8px;
      }
      details > div {
        display: grid;
        gap: 14px;
      }
    `,
  ];

  @property({ attribute: false }) accessor writing: RuleWriting | null = null;
  @state() private accessor draft: RuleDraft = emptyDraft();
  @state() private accessor past = false;
  @state() private accessor count = 0;
  @state() private accessor busy = false;
  @state() private accessor wrong = '';

  readonly #accounts = new Watch(this, accounts);
  readonly #categories = new Watch(this, categories);

  override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('writing') || !this.writing) return;
    this.draft = this.writing.draft;
    this.past = false;
    this.wrong = '';
  }

  override render() {
    const { writing } = this;
    return html`<lb-dialog
      heading=${writing?.of ? 'Change the rule' : 'A new rule'}
      .open=${writing !== null}
      @lb-close=${this.#close}
    >
      ${
        writing
          ? html`<form id="rule" @submit=${this.#save}>
              ${this.#when()} ${doesFields(this.draft, this.#groups, this.#set)}
              ${writing.of === null ? this.#whose() : nothing}
              <section aria-labelledby="past">
                <h3 id="past">In the past</h3>
                <lb-rule-preview
                  .asked=${this.#asked}
                  @lb-counted=${({ detail }: CustomEvent<number>) => (this.count = detail)}
                ></lb-rule-preview>
                ${
                  this.count > 0
                    ? html`<lb-check
                        label="Change ${this.count === 1 ? 'it' : `these ${this.count}`} too"
                        hint="In one step, which can be undone. What somebody set by hand stays."
                        .checked=${this.past}
                        @change=${(event: Event) => (this.past = ticked(event))}
                      ></lb-check>`
                    : nothing
                }
              </section>
              ${this.wrong ? html`<p class="error" role="alert">${this.wrong}</p>` : nothing}
            </form>`
          : nothing
      }
      <lb-button slot="footer" label="Cancel" @click=${this.#close}></lb-button>
      <lb-button
        slot="footer"
        kind="primary"
        label="Save"
        .busy=${this.busy}
        @click=${() => this.renderRoot.querySelector('form')?.requestSubmit()}
      ></lb-button>
    </lb-dialog>`;
  }

  get #asked() {
    const rule = bodyOf(this.draft);
    const instead = this.writing?.of?.id;
    return rule && { rule, ...(instead && { instead }) };
  }

  get #groups() {
    return this.#categories.data?.groups ?? [];
  }

  #when() {
    const { conditions, match } = this.draft;
    const named = (this.#accounts.data?.accounts ?? []).filter((one) => one.access !== 'balances');
    return html`<section aria-labelledby="when">
      <h3 id="when">When</h3>
      ${
        conditions.length > 1
          ? html`<lb-select
              label="Which conditions have to hold"
              .options=${[
                { value: 'all', label: 'All of them' },
                { value: 'any', label: 'Any of them' },
              ]}
              .value=${match}
              @change=${(event: Event) => this.#set({ match: valueOf(event) as 'all' })}
            ></lb-select>`
          : nothing
      }
      ${repeat(
        conditions,
        ({ key }) => key,
        (one, n) =>
          html`<lb-rule-condition
            .of=${one}
            .number=${n + 1}
            .removable=${conditions.length > 1}
            .accounts=${named}
            .groups=${this.#groups}
            @lb-change=${({ detail }: CustomEvent<DraftCondition>) =>
              this.#conditions(conditions.map((old) => (old.key === one.key ? detail : old)))}
            @lb-remove=${() => this.#conditions(conditions.filter((old) => old.key !== one.key))}
          ></lb-rule-condition>`,
      )}
      ${
        conditions.length < MOST_CONDITIONS
          ? html`<div class="line">
              <lb-button
                kind="plain"
                label="Add a condition"
                .icon=${Plus}
                @click=${() => this.#conditions([...conditions, newCondition('amount')])}
              ></lb-button>
            </div>`
          : nothing
      }
    </section>`;
  }

  #whose() {
    return choices(
      { name: 'scope', legend: 'Whose rule it is', chosen: this.draft.scope },
      [
        {
          value: 'household',
          title: 'For everybody',
          text: 'The household sees it and may change it. It holds for every account.',
        },
        {
          value: 'own',
          title: 'Mine alone',
          text: 'Nobody else sees it. It holds for the accounts you connected.',
        },
      ],
      (scope) => this.#set({ scope }),
    );
  }

  #conditions(conditions: DraftCondition[]) {
    this.#set({ conditions });
  }

  readonly #set = (part: Partial<RuleDraft>) => {
    this.draft = { ...this.draft, ...part };
    this.wrong = '';
  };

  readonly #close = () => this.dispatchEvent(new CustomEvent('lb-close'));

  readonly #save = async (event: Event) => {
    event.preventDefault();
    const { writing, past } = this;
    if (!writing || this.busy) return;
    const body = bodyOf(this.draft);
    if (!body) {
      this.wrong = 'Say when the rule fits, and what it does then.';
      return;
    }
    this.busy = true;
    this.wrong = '';
    try {
      const { scope: _scope, ...patch } = body;
      const done = writing.of
        ? await changeRule(writing.of.id, { ...patch, past })
        : await makeRule({ ...body, past });
      this.dispatchEvent(new CustomEvent<Change | null>('lb-done', { detail: done.change }));
    } catch (error) {
      const cancelled = error instanceof ApiError && error.code === 'cancelled';
      this.wrong = cancelled ? '' : sentenceOf(error);
    } finally {
      this.busy = false;
    }
  };
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;
const ticked = (event: Event): boolean => (event.target as HTMLInputElement).checked;
declare global {
  interface HTMLElementTagNameMap {
    'lb-rule-sheet': LbRuleSheet;
  }
}
