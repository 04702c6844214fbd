import type { Change } from '#server/contract/transactions.ts';
import { LogOut, Monitor, Moon, Sun, Undo2 } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { sentenceOf } from '#web/api.ts';
import { changes, undoChange } from '#web/state/changes.ts';
import { Watch } from '#web/state/client.ts';
import { looksOn, session, signOut } from '#web/state/session.ts';
import type { SignedIn } from '#web/state/session.ts';
import { setTheme, theme } from '#web/state/theme.ts';
import type { Theme } from '#web/state/theme.ts';
import { base } from '#web/ui/base.ts';
import { moment } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { morePlaces, placesStyles } from './more-places.ts';

const themes: readonly { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: 'auto', label: 'Same as device', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
];

/** Places of their own, the latest edits, how this device shows things, and the way out. */
@customElement('lb-page-more')
export class PageMore extends LitElement {
  static override styles = [
    base,
    placesStyles,
    css`
      .page {
        max-width: 760px;
      }
      h2 {
        margin-bottom: 12px;
      }
      .stack > h2 {
        margin-bottom: -4px;
      }
      .save {
        justify-self: start;
      }
      .change {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 12px;
        min-height: 56px;
        padding-block: 6px;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      .change > div {
        flex: 1 1 16em;
      }
      .change p {
        overflow-wrap: anywhere;
      }
      .undone {
        color: var(--ink-2);
        text-decoration: line-through;
      }
      dl {
        display: grid;
        grid-template-columns: fit-content(45%) minmax(0, 1fr);
        gap: 6px 20px;
      }
      dt {
        color: var(--ink-2);
      }
      dd {
        overflow-wrap: anywhere;
      }
      @media (max-width: 479px) {
        dl {
          grid-template-columns: minmax(0, 1fr);
          gap: 0;
        }
        dd + dt {
          margin-top: 10px;
        }
      }
    `,
  ];

  readonly #session = new Watch(this, session);
  readonly #changes = new Watch(this, changes);
  @state() private accessor theme = theme();
  @state() private accessor undoing = '';
  @state() private accessor leaving = false;

  override render() {
    const who = this.#session.data;
    if (who?.state !== 'signed_in') return nothing;
    return html`<div class="page stack">
      <h1>More</h1>
      ${morePlaces(who)}
      <section class="card" aria-labelledby="look">
        <h2 id="look">Appearance on this device</h2>
        <div class="line" role="group" aria-labelledby="look">
          ${themes.map(
            ({ value, label, icon }) =>
              html`<lb-chip
                label=${label}
                .icon=${icon}
                ?pressed=${this.theme === value}
                @click=${() => this.#choose(value)}
              ></lb-chip>`,
          )}
        </div>
      </section>
      ${
        who.member.role === 'viewer'
          ? nothing
          : html`<section class="card" aria-labelledby="changes">
              <h2 id="changes">Latest edits</h2>
              ${this.#edits(who)}
            </section>`
      }
      ${this.#about(who)}
    </div>`;
  }

  #edits(who: SignedIn) {
    const { data, error } = this.#changes;
    if (!data && error) {
      return html`<lb-notice kind="broken">
        ${sentenceOf(error)}
        <lb-button
          slot="action"
          label="Try again"
          @click=${() => this.#changes.refetch()}
        ></lb-button>
      </lb-notice>`;
    }
    if (!data) {
      return html`<lb-skeleton count="4" label="Loading the latest edits"></lb-skeleton>`;
    }
    if (data.changes.length === 0) {
      return html`<p class="muted">
        Nothing was edited yet. What you rename, move to another category or delete is listed here
        and can be undone.
      </p>`;
    }
    return html`<ul>
      ${repeat(
        data.changes,
        ({ id }) => id,
        (change) =>
          html`<li class="change" tabindex="-1" data-id=${change.id}>
            ${this.#edit(change, who.household.timeZone)}
          </li>`,
      )}
    </ul>`;
  }

  #edit(change: Change, timeZone: string) {
    return html`<div>
        <p class=${change.undone ? 'undone' : ''}>${change.sentence}</p>
        <p class="small muted">${moment(change.at, timeZone)}${change.undone ? ' · undone' : ''}</p>
      </div>
      ${
        change.undone || looksOn(this.#session.data)
          ? nothing
          : html`<lb-button
              label="Undo"
              .name=${`Undo: ${change.sentence}`}
              .icon=${Undo2}
              .busy=${this.undoing === change.id}
              @click=${() => this.#undo(change)}
            ></lb-button>`
      }`;
  }

  #about({ member, environment }: SignedIn) {
    const banks = {
      demo: 'The demo’s own sandbox bank',
      sandbox: 'Plaid’s sandbox, with test banks',
      production: 'Plaid',
    };
    return html`<section class="card stack" aria-labelledby="about">
      <h2 id="about">About</h2>
      <dl>
        <dt>Signed in as</dt>
        <dd>${member.name}, ${member.email}</dd>
        <dt>Banks come from</dt>
        <dd>${banks[environment]}</dd>
      </dl>
      <p class="muted">
        Ledgerberry runs on this household’s own machine and keeps its data nowhere else.
      </p>
      <lb-button
        class="save"
        label="Sign out"
        .icon=${LogOut}
        .busy=${this.leaving}
        @click=${this.#leave}
      ></lb-button>
    </section>`;
  }

  #choose(value: Theme) {
    this.theme = value;
    setTheme(value);
  }

  async #undo({ id }: Change) {
    const button = (this.renderRoot as ShadowRoot).activeElement;
    this.undoing = id;
    try {
      await undoChange(id);
      toast('Undone.');
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.undoing = '';
    }
    await this.updateComplete;
    // The button is gone with what it undid: the focus stays on the row, before the next button.
    const lost = button && !button.isConnected && document.activeElement === document.body;
    if (lost) this.renderRoot.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus();
  }

  #leave = async () => {
    this.leaving = true;
    try {
      await signOut();
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.leaving = false;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-more': PageMore;
  }
}
