import type { Account } from '#server/contract/accounts.ts';
import type { Sharing, WhoSees } from '#server/contract/sharing.ts';
import { sentenceOf } from '#web/api.ts';
import { queries, Watch } from '#web/state/client.ts';
import { members } from '#web/state/members.ts';
import { looksOn, session } from '#web/state/session.ts';
import { whoSees } from '#web/state/sharing.ts';
import { viewAs } from '#web/state/view-as.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-sharing.ts';
import '#web/ui/lb-skeleton.ts';
import { Eye, RotateCw } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { shareAndSay } from './sharing-say.ts';

/** "Who can see this?" of an account; for whoever linked it also how to change that. */
@customElement('lb-account-sharing')
export class LbAccountSharing extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      .eyes {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor account: Account | undefined;

  readonly #who = new Watch(this, () => whoSees(this.account?.id ?? ''));
  readonly #members = new Watch(this, members);
  readonly #session = new Watch(this, session);

  override render() {
    const { data, error } = this.#who;
    return html`<h2>Who can see this?</h2>
      ${
        data
          ? html`<p role="status">${data.sentence}</p>
              ${this.#mine(data)}`
          : error
            ? html`<p class="muted">${sentenceOf(error)}</p>
                <lb-button
                  label="Try again"
                  .icon=${RotateCw}
                  @click=${() => this.#who.refetch()}
                ></lb-button>`
            : html`<lb-skeleton count="2" label="Loading who can see this"></lb-skeleton>`
      }`;
  }

  #mine({ sharing, seenBy }: WhoSees) {
    const { account } = this;
    const who = this.#session.data;
    if (!account || !sharing || who?.state !== 'signed_in' || looksOn(who)) return nothing;
    const others = this.#members.data?.members.filter(({ id }) => id !== who.member.id) ?? [];
    if (others.length === 0) {
      return html`<p class="small muted">There is nobody else in the household yet.</p>`;
    }
    const joined = account.joint.length > 0;
    const eyes = seenBy.filter(({ memberId }) => memberId !== who.member.id);
    return html`<lb-sharing
        of=${account.name}
        explained
        ?joint=${joined}
        .value=${sharing}
        .others=${others}
        @lb-share=${({ detail }: CustomEvent<Sharing>) => this.#share(detail, sharing)}
      ></lb-sharing>
      <p class="small muted">
        It holds at once. The household is its owners and members; viewers see only what you choose
        for them.
        ${joined ? 'Of a joint account others see only what each of you shares.' : nothing}
      </p>
      ${
        eyes.length > 0
          ? html`<div class="eyes">
              ${eyes.map(
                ({ memberId, name }) =>
                  html`<lb-button
                    label="See it as ${name} sees it"
                    .icon=${Eye}
                    @click=${() => viewAs({ id: memberId, name })}
                  ></lb-button>`,
              )}
            </div>`
          : nothing
      }`;
  }

  #share(sharing: Sharing, former: Sharing) {
    const id = this.account?.id ?? '';
    const words = () => queries.getQueryData<WhoSees>(whoSees(id).queryKey)?.sentence ?? 'Saved.';
    void shareAndSay([{ id, sharing }], [{ id, sharing: former }], words);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-account-sharing': LbAccountSharing;
  }
}
