import { sentenceOf } from '#web/api.ts';
import { allSessions, endSession } from '#web/state/admin.ts';
import type { SessionOf } from '#web/state/admin.ts';
import { Watch } from '#web/state/client.ts';
import { failed, old } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import { moment } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-fresh.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

/** Where everybody is signed in, and the end of it. */
@customElement('lb-appliance-sessions')
export class LbApplianceSessions extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 12px;
        min-height: 56px;
        padding-block: 8px;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      li:last-child {
        padding-bottom: 0;
      }
      li > div {
        flex: 1 1 16em;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property() accessor timeZone = 'UTC';
  @state() private accessor ending = '';
  readonly #sessions = new Watch(this, allSessions);

  override render() {
    const { data, error } = this.#sessions;
    if (!data && error) return failed(sentenceOf(error), this.#sessions);
    if (!data) {
      return html`<div class="card">
        <lb-skeleton shape="rows" label="Loading the sign-ins"></lb-skeleton>
      </div>`;
    }
    const members = Map.groupBy(data.sessions, ({ memberId }) => memberId);
    return html`${this.#sessions.stale ? old(this.#sessions) : nothing}
      <p class="muted">
        Each browser in which somebody is signed in. Ending one signs it out at once, also on open
        pages; its person signs in again with their password or passkey.
      </p>
      ${repeat(
        members,
        ([id]) => id,
        ([id, sessions]) =>
          html`<section class="card" aria-labelledby="m-${id}">
            <h2 id="m-${id}">${sessions[0]?.memberName}</h2>
            <ul>
              ${repeat(
                sessions,
                (one) => one.id,
                (one) => html`<li>${this.#session(one)}</li>`,
              )}
            </ul>
          </section>`,
      )}`;
  }

  #session(one: SessionOf) {
    return html`<div>
        <p>${one.device}${one.current ? ' (this browser)' : ''}</p>
        <p class="small muted">
          <lb-fresh .at=${one.lastSeenAt} lead="Used"></lb-fresh> · signed in
          ${moment(one.createdAt, this.timeZone)} · ends ${moment(one.expiresAt, this.timeZone)} at
          the latest
        </p>
      </div>
      ${
        one.current
          ? nothing
          : html`<lb-button
              label="End"
              .name=${`End ${one.memberName}’s session: ${one.device}`}
              .busy=${this.ending === one.id}
              @click=${() => this.#end(one)}
            ></lb-button>`
      }`;
  }

  async #end({ id, memberName }: SessionOf) {
    this.ending = id;
    try {
      await endSession(id);
      toast(`${memberName} is signed out there.`);
      await this.updateComplete;
      // The button is gone with its row.
      this.renderRoot.querySelector('lb-button')?.focus();
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.ending = '';
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-appliance-sessions': LbApplianceSessions;
  }
}
