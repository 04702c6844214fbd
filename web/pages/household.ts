import { Watch } from '#web/state/client.ts';
import { members } from '#web/state/members.ts';
import { session } from '#web/state/session.ts';
import type { SignedIn } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import { DoorOpen } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import './household-invitations.ts';
import './household-leave.ts';
import './household-manage.ts';
import './household-members.ts';
import './household-settings.ts';

/** Who belongs to the household and as what, its settings, and the way out of it. */
@customElement('lb-page-household')
export class PageHousehold extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        max-width: 760px;
      }
      h2 {
        margin-bottom: 12px;
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
      .leave {
        justify-self: start;
      }
      .stack > h2 {
        margin-bottom: -4px;
      }
    `,
  ];

  readonly #session = new Watch(this, session);
  readonly #members = new Watch(this, members);
  @state() private accessor leaving = false;

  override render() {
    const who = this.#session.data;
    if (who?.state !== 'signed_in') return nothing;
    const owner = who.member.role === 'owner';
    return html`<div class="page stack">
      <h1>Household</h1>
      <section class="card" aria-labelledby="members">
        <h2 id="members">Members</h2>
        ${
          owner
            ? html`<lb-manage-members me=${who.member.id}></lb-manage-members>`
            : html`<lb-members me=${who.member.id}></lb-members>`
        }
      </section>
      ${owner ? this.#invitations(who) : nothing}
      <section class="card" aria-labelledby="settings">
        <h2 id="settings">Settings</h2>
        ${
          owner
            ? html`<lb-household-form .household=${who.household}></lb-household-form>`
            : this.#facts(who)
        }
      </section>
      ${this.#leave(who)}
    </div>`;
  }

  #invitations({ household }: SignedIn) {
    return html`<section class="card" aria-labelledby="invitations">
      <h2 id="invitations">Invitations</h2>
      <lb-invitations household=${household.name} timeZone=${household.timeZone}></lb-invitations>
    </section>`;
  }

  #facts({ household }: SignedIn) {
    return html`<dl>
      <dt>Name</dt>
      <dd>${household.name}</dd>
      <dt>Time zone</dt>
      <dd>${household.timeZone}</dd>
      <dt>Currency</dt>
      <dd>${household.currency}</dd>
    </dl>`;
  }

  #leave({ member }: SignedIn) {
    const all = this.#members.data?.members ?? [];
    const owners = all.filter(({ role }) => role === 'owner');
    const last = owners.length === 1 && owners[0]?.id === member.id;
    return html`<section class="card stack" aria-labelledby="leave">
      <h2 id="leave">Leaving</h2>
      ${
        last
          ? html`<p class="muted">
              You are the only owner, so you cannot leave or give up the role: a household needs an
              owner. Make somebody else an owner first.
            </p>`
          : html`<p class="muted">
                ${
                  member.role === 'viewer'
                    ? 'You can leave the household.'
                    : 'You can leave the household, and choose what becomes of your bank links.'
                }
              </p>
              <lb-button
                class="leave"
                label="Leave the household …"
                .icon=${DoorOpen}
                ?disabled=${all.length === 0}
                @click=${() => (this.leaving = true)}
              ></lb-button>`
      }
      <lb-leave-dialog
        me=${member.id}
        .member=${this.leaving ? member : undefined}
        .others=${all.filter(({ id }) => id !== member.id)}
        @lb-close=${() => (this.leaving = false)}
      ></lb-leave-dialog>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-household': PageHousehold;
  }
}
