import type { categoriesReply } from '#server/contract/categories.ts';
import type { Change } from '#server/contract/transactions.ts';
import { sentenceOf } from '#web/api.ts';
import { categories } from '#web/state/categories.ts';
import { changeCategory } from '#web/state/category-changes.ts';
import { undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { looksOn, session } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-category-mark.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { EyeOff, Pencil, Plus, Split } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { output } from 'zod';
import './categories-edit.ts';
import type { Editing } from './categories-edit.ts';

type All = output<typeof categoriesReply>;
type Group = All['groups'][number];

/** What money is filed under: for everybody in the household, made one's own step by step. */
@customElement('lb-page-categories')
export class PageCategories extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        display: grid;
        gap: 16px;
        max-width: 760px;
      }
      details {
        padding-block: 4px;
      }
      summary {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: max(44px, var(--target));
        cursor: pointer;
        font-weight: 600;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary .small {
        margin-inline-start: auto;
        font-weight: 400;
      }
      li {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        min-height: max(40px, var(--target));
        padding-inline-start: 8px;
        border-top: 1px solid var(--line);
      }
      .label {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .off .label {
        color: var(--ink-2);
      }
      .group-actions {
        padding-block: 8px;
      }
    `,
  ];

  readonly #session = new Watch(this, session);
  readonly #all = new Watch(this, categories);
  @state() private accessor editing: Editing | null = null;

  override render() {
    const { data, error } = this.#all;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
        <h1>Categories</h1>
        <p class="muted">
          Everybody in the household files under these, and sees their names. Renaming, moving,
          merging and hiding touch no transaction, and can be undone.
        </p>
        ${
          data
            ? this.#content(data)
            : error
              ? html`<lb-notice kind="broken">${sentenceOf(error)}</lb-notice>`
              : html`<lb-skeleton label="The categories"></lb-skeleton>`
        }
      </div>
      ${
        data
          ? html`<lb-category-dialog
              .editing=${this.editing}
              .groups=${data.groups}
              @lb-close=${() => (this.editing = null)}
              @lb-done=${this.#done}
            ></lb-category-dialog>`
          : nothing
      }`;
  }

  get #may() {
    return !looksOn(this.#session.data);
  }

  #content({ groups, merged }: All) {
    return html`${
        this.#may
          ? html`<div class="line">
              <lb-button
                label="A new group"
                .icon=${Plus}
                @click=${() => (this.editing = { kind: 'new group' })}
              ></lb-button>
            </div>`
          : nothing
      }
      <section class="card" aria-label="Groups">
        ${groups.map((group) => this.#group(group))}
      </section>
      ${
        merged.length === 0
          ? nothing
          : html`<section class="card" aria-labelledby="merged">
              <h2 id="merged">Merged</h2>
              <ul>
                ${merged.map(
                  ({ code, label, into }) =>
                    html`<li>
                      <span class="label">${label} is shown as ${into.label}</span>
                      ${
                        this.#may
                          ? html`<lb-button
                              kind="plain"
                              label="Part again"
                              .name=${`Part again: ${label} and ${into.label}`}
                              .icon=${Split}
                              @click=${() => this.#change(code, { mergedInto: null })}
                            ></lb-button>`
                          : nothing
                      }
                    </li>`,
                )}
              </ul>
            </section>`
      }`;
  }

  #group(group: Group) {
    const { code, label, icon, categories: inside } = group;
    const hidden = inside.filter((one) => one.hidden).length;
    return html`<details>
      <summary>
        <lb-category-mark .category=${{ code, primary: code, label, icon }}></lb-category-mark>
        <span class="label">${label}</span>
        <span class="small muted"
          >${group.hidden ? 'hidden' : `${inside.length}${hidden ? `, ${hidden} hidden` : ''}`}</span
        >
      </summary>
      <ul>
        ${inside.map(
          (one) =>
            html`<li class=${one.hidden ? 'off' : ''}>
              <span class="label"
                >${one.label}${one.own ? html` <span class="small muted">your own</span>` : nothing}${
                  one.hidden ? html` <span class="small muted">hidden</span>` : nothing
                }</span
              >
              ${
                this.#may
                  ? html`<lb-button
                      kind="plain"
                      label="Change"
                      .name=${`Change ${one.label}`}
                      @click=${() => (this.editing = { kind: 'category', of: one })}
                    ></lb-button>`
                  : nothing
              }
            </li>`,
        )}
      </ul>
      ${
        this.#may
          ? html`<div class="line group-actions">
              <lb-button
                kind="plain"
                label="Add a category"
                .name=${`Add a category to ${label}`}
                .icon=${Plus}
                @click=${() => (this.editing = { kind: 'new', group: code })}
              ></lb-button>
              <lb-button
                kind="plain"
                label="Rename the group"
                .name=${`Rename the group ${label}`}
                .icon=${Pencil}
                @click=${() => (this.editing = { kind: 'group', of: { code, label } })}
              ></lb-button>
              <lb-button
                kind="plain"
                label=${group.hidden ? 'Show the group' : 'Hide the group'}
                .name=${`${group.hidden ? 'Show' : 'Hide'} the group ${label}`}
                .icon=${EyeOff}
                @click=${() => this.#change(code, { hidden: !group.hidden })}
              ></lb-button>
            </div>`
          : nothing
      }
    </details>`;
  }

  #done = ({ detail }: CustomEvent<Change>) => {
    this.editing = null;
    this.#said(detail);
  };

  #said({ id, sentence }: Change) {
    toast(`${sentence}.`, { undo: () => undoChange(id) });
  }

  async #change(code: string, patch: Parameters<typeof changeCategory>[1]) {
    try {
      this.#said((await changeCategory(code, patch)).change);
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-categories': PageCategories;
  }
}
