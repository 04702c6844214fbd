import { sentenceOf } from '#web/api.ts';
import { pullLever } from '#web/state/admin.ts';
import type { Lever, LinkHealth } from '#web/state/admin.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-menu.ts';
import type { MenuItem } from '#web/ui/lb-menu.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { FlaskConical } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

type Webhook = Extract<Lever, { do: 'fire_webhook' }>['code'];

const webhooks: Record<Webhook, string> = {
  SYNC_UPDATES_AVAILABLE: 'The bank has news',
  DEFAULT_UPDATE: 'The bank has news (older kind)',
  NEW_ACCOUNTS_AVAILABLE: 'There are new accounts',
  LOGIN_REPAIRED: 'The sign-in works again',
  PENDING_DISCONNECT: 'It will end in a week',
  USER_PERMISSION_REVOKED: 'The person took it back at the bank',
};

const items: readonly MenuItem[] = [
  { id: 'reset_login', label: 'Ask for a new sign-in', hint: 'ITEM_LOGIN_REQUIRED' },
  ...Object.entries(webhooks).map(([id, label]) => ({ id, label, hint: id })),
];

/** What the sandbox can be made to do to a link, to see what comes of it. */
@customElement('lb-levers')
export class LbLevers extends LitElement {
  static override styles = [base];

  @property({ attribute: false }) accessor link: LinkHealth | undefined;

  override render() {
    const { link } = this;
    if (!link) return nothing;
    return html`<lb-menu
      text="Try something"
      label="Try something with ${link.institution}, ${link.member.name}"
      .icon=${FlaskConical}
      .items=${items}
      @lb-choose=${({ detail }: CustomEvent<string>) => this.#pull(link, detail)}
    ></lb-menu>`;
  }

  async #pull({ id, institution }: LinkHealth, choice: string) {
    try {
      await pullLever(
        choice === 'reset_login'
          ? { do: 'reset_login', link: id }
          : { do: 'fire_webhook', link: id, code: choice as Webhook },
      );
      toast(`Done at the test bank, ${institution}. What comes of it shows here in a moment.`);
    } catch (error) {
      toast(sentenceOf(error), { failed: true });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-levers': LbLevers;
  }
}
