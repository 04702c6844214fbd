import type { Joint } from '#server/contract/sharing.ts';
import { sentenceOf } from '#web/api.ts';
import type { Reply } from '#web/api.ts';
import { go } from '#web/state/address.ts';
import { queries, Watch } from '#web/state/client.ts';
import { answerJoint, joints, splitJoint } from '#web/state/joints.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-notice.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

/**
 * Accounts that two members have connected: asked about while nobody has agreed, waiting while one
 * has, and on the account's own page the way back once they are joined.
 */
@customElement('lb-joint-notices')
export class LbJointNotices extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      :host(:not([some])) {
        display: none;
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ];

  /** Only what is about this account, and on its own page. */
  @property() accessor account: string | undefined;
  @state() private accessor busy = '';
  /** The one whose splitting is being explained. */
  @state() private accessor splitting = '';

  readonly #joints = new Watch(this, joints);

  override render() {
    const all = this.#joints.data?.joints ?? [];
    const shown = all.filter(({ account, state: now }) =>
      this.account === undefined
        ? now === 'proposed' || now === 'waiting'
        : account.id === this.account,
    );
    this.toggleAttribute('some', shown.length > 0);
    return repeat(
      shown,
      ({ id }) => id,
      (one) => this.#notice(one),
    );
  }

  #notice(joint: Joint) {
    const { state: now, account, with: other, sentence } = joint;
    const name = this.account === undefined ? html`<b>${account.name}</b>: ` : nothing;
    if (now === 'proposed') {
      return html`<lb-notice kind="attention"
        >${name}This looks like the same account that ${other.name} has connected. Is it? Then it is
        listed and counted only once.
        <span slot="action" class="answers">
          ${this.#answer(joint, true, 'It is the same account')}
          ${this.#answer(joint, false, 'No, it is another')}
        </span></lb-notice
      >`;
    }
    if (now === 'waiting') {
      return html`<lb-notice
        >${name}${sentence}<span slot="action">
          ${this.#answer(joint, false, 'No, it is another')}
        </span></lb-notice
      >`;
    }
    if (now === 'declined') {
      return html`<lb-notice
        >${sentence}<span slot="action">
          ${this.#answer(joint, true, 'It is the same after all')}
        </span></lb-notice
      >`;
    }
    if (this.splitting !== joint.id) {
      return html`<lb-notice
        >${sentence}<lb-button
          slot="action"
          label="Split again …"
          @click=${() => (this.splitting = joint.id)}
        ></lb-button
      ></lb-notice>`;
    }
    return html`<lb-notice urgent
      >Then ${other.name} and you each have an account of your own again, as before. Nothing is
      lost: every transaction, note and category stays. Where you see both it is counted twice. You
      can join it again here.
      <span slot="action" class="answers">
        <lb-button
          label="Split it"
          .busy=${this.busy === 'split'}
          @click=${() => this.#split(joint)}
        ></lb-button>
        <lb-button label="Keep it as one" @click=${() => (this.splitting = '')}></lb-button> </span
    ></lb-notice>`;
  }

  #answer(joint: Joint, same: boolean, label: string) {
    return html`<lb-button
      label=${label}
      .name=${`${joint.account.name}: ${label}`}
      .busy=${this.busy === joint.id + String(same)}
      @click=${() => this.#answered(joint, same)}
    ></lb-button>`;
  }

  async #answered({ id }: Joint, same: boolean) {
    const done = await this.#act(id + String(same), () => answerJoint(id, same));
    if (done && !same) toast('They stay two accounts, and you are not asked again.');
    const told = queries.getQueryData<Reply<'GET /api/joints'>>(joints().queryKey);
    const now = told?.joints.find((one) => one.id === id);
    if (now?.state !== 'joined') return;
    toast('Joined: it is shown and counted once.');
    // The one account may be the other's, under its own address.
    const elsewhere = this.account !== undefined && this.account !== now.account.id;
    if (elsewhere) go(`/accounts/${now.account.id}`, { replace: true });
  }

  async #split({ id }: Joint) {
    if (await this.#act('split', () => splitJoint(id))) go('/accounts');
  }

  async #act(busy: string, what: () => Promise<void>): Promise<boolean> {
    this.busy = busy;
    try {
      await what();
      return true;
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
      return false;
    } finally {
      this.busy = '';
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-joint-notices': LbJointNotices;
  }
}
