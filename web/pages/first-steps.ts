import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { startLink } from '#web/state/links.ts';
import { session } from '#web/state/session.ts';
import type { SignedIn } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import { toast } from '#web/ui/lb-toast.ts';
import { Landmark } from 'lucide';
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';

interface Step {
  title: string;
  text: string;
  action: TemplateResult;
}

/** Where somebody lands who has just joined: what to do first, and what the others see of it. */
@customElement('lb-page-first-steps')
export class PageFirstSteps extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        max-width: 640px;
      }
      ol {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      li {
        display: grid;
        gap: 8px;
        justify-items: start;
      }
      .lead {
        font-size: var(--t-lead);
      }
    `,
  ];

  readonly #session = new Watch(this, session);
  @state() private accessor starting = false;

  override connectedCallback() {
    super.connectedCallback();
    addEventListener('pageshow', this.#rest);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('pageshow', this.#rest);
  }

  readonly #rest = () => {
    this.starting = false;
  };

  override render() {
    const who = this.#session.data;
    if (who?.state !== 'signed_in') return nothing;
    return html`<div class="page stack">
      <h1>Welcome to ${who.household.name}, ${who.member.name}</h1>
      <p class="lead muted">${this.#lead(who)}</p>
      <ol>
        ${this.#steps(who).map(
          ({ title, text, action }) =>
            html`<li class="card">
              <h2>${title}</h2>
              <p>${text}</p>
              ${action}
            </li>`,
        )}
      </ol>
      <p><a href="/">Go to the overview</a></p>
    </div>`;
  }

  #lead({ member }: SignedIn): string {
    return member.role === 'viewer'
      ? 'You are in. You see what the others share with you, and cannot change or break anything.'
      : 'You are in. What is yours stays yours until you share it.';
  }

  #steps({ member }: SignedIn): Step[] {
    const look: Step = {
      title: 'See what is shared with you',
      text:
        'Accounts that the others share stand in your overview as soon as they do, and so do ' +
        'their changes.',
      action: html`<lb-button href="/accounts" label="Look at the accounts"></lb-button>`,
    };
    const guard: Step = {
      title: 'Sign in without a password',
      text:
        'A passkey is kept by your phone or computer and opens with your finger or face. Add one ' +
        'to each of your devices; the password keeps working.',
      action: html`<lb-button href="/security" label="Sign-in and security"></lb-button>`,
    };
    if (member.role === 'viewer') return [look, guard];
    return [this.#connect(), guard, look];
  }

  #connect(): Step {
    return {
      title: 'Connect your bank',
      text:
        'You sign in at your own bank’s page; your password goes to the bank and never comes ' +
        'here. Nobody else sees your accounts until you say so, account by account: not an owner ' +
        'either.',
      action: html`<lb-button
        kind="primary"
        label="Connect a bank"
        .icon=${Landmark}
        .busy=${this.starting}
        @click=${this.#start}
      ></lb-button>`,
    };
  }

  #start = async () => {
    this.starting = true;
    try {
      location.assign(await startLink());
    } catch (error) {
      this.starting = false;
      toast(sentenceOf(error), { failed: true });
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-first-steps': PageFirstSteps;
  }
}
