import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { endOtherSessions, endSession, sessions } from '#web/state/credentials.ts';
import type { DeviceSession } from '#web/state/credentials.ts';
import { failed, old } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import { ago, moment, plural } from '#web/ui/format.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-skeleton.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { securityStyles } from './security-styles.ts';

const hour = 3_600_000;

/** The browsers one is signed in with, each of which can be signed out from here. */
@customElement('lb-security-sessions')
export class LbSecuritySessions extends LitElement {
  static override styles = [base, securityStyles];

  @property() accessor timeZone = 'UTC';
  @state() private accessor ending = '';
  readonly #sessions = new Watch(this, sessions);

  override render() {
    const { data, error, stale } = this.#sessions;
    if (!data && error) {
      return failed(`Your devices could not be loaded. ${sentenceOf(error)}`, this.#sessions);
    }
    if (!data) return html`<lb-skeleton count="4" label="Loading your devices"></lb-skeleton>`;
    const others = data.sessions.filter(({ current }) => !current);
    return html`<div class="part">
      ${stale ? old(this.#sessions) : nothing}
      <ul class="rows" tabindex="-1" aria-label="Devices">
        ${repeat(data.sessions, ({ id }) => id, this.#row)}
      </ul>
      ${
        others.length
          ? html`<lb-button
              label="Sign out everywhere else"
              .busy=${this.ending === 'others'}
              @click=${() => this.#endOthers(others.length)}
            ></lb-button>`
          : html`<p class="muted">You are signed in nowhere else.</p>`
      }
    </div>`;
  }

  #row = (one: DeviceSession) => {
    const { id, device, current, createdAt, expiresAt } = one;
    return html`<li>
      <div>
        <h3>${device} ${current ? html`<span class="pill">This one</span>` : nothing}</h3>
        <p class="small muted">${lastUsed(one)} · signed in ${moment(createdAt, this.timeZone)}</p>
        <p class="small muted">Ends by itself ${moment(expiresAt, this.timeZone)}</p>
      </div>
      <lb-button
        kind="plain"
        label="Sign out"
        .name=${current ? 'Sign out here' : `Sign out ${device}`}
        .busy=${this.ending === id}
        @click=${() => this.#end(one)}
      ></lb-button>
    </li>`;
  };

  async #end(one: DeviceSession) {
    await this.#work(one.id, async () => {
      await endSession(one);
      if (!one.current) toast(`${one.device} is signed out.`);
    });
  }

  async #endOthers(count: number) {
    await this.#work('others', async () => {
      await endOtherSessions();
      toast(`${plural(count, 'other device')} signed out.`);
    });
  }

  async #work(what: string, work: () => Promise<void>) {
    if (this.ending) return;
    this.ending = what;
    try {
      await work();
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    } finally {
      this.ending = '';
    }
    await this.updateComplete;
    // The button is gone with its row: the focus stays on the list.
    const lost = this.isConnected && document.activeElement === document.body;
    if (lost) this.renderRoot.querySelector<HTMLElement>('.rows')?.focus();
  }
}

/** It is known to the hour, so no less is told. */
function lastUsed({ current, lastSeenAt }: DeviceSession): string {
  const now = Date.now();
  if (current) return 'In use now';
  const lately = now - Date.parse(lastSeenAt) < hour;
  return lately ? 'Used in the last hour' : `Last used ${ago(lastSeenAt, now)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-security-sessions': LbSecuritySessions;
  }
}
