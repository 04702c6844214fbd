import { sentenceOf } from '#web/api.ts';
import { Watch } from '#web/state/client.ts';
import { credentials } from '#web/state/credentials.ts';
import type { Credentials } from '#web/state/credentials.ts';
import { session } from '#web/state/session.ts';
import type { SignedIn } from '#web/state/session.ts';
import { failed, old } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-skeleton.ts';
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import './security-app.ts';
import './security-passkeys.ts';
import './security-password.ts';
import './security-sessions.ts';
import './security-tokens.ts';

/** How one signs in and what protects it, where one is signed in, and tokens for programs. */
@customElement('lb-page-security')
export class PageSecurity extends LitElement {
  static override styles = [
    base,
    css`
      .page {
        max-width: 760px;
      }
      h2 {
        margin-bottom: 12px;
      }
    `,
  ];

  readonly #session = new Watch(this, session);
  readonly #credentials = new Watch(this, credentials);

  override render() {
    const who = this.#session.data;
    if (who?.state !== 'signed_in') return nothing;
    return html`<div class="page stack">
      <h1>Sign-in and security</h1>
      ${this.#ways(who)}
      ${card(
        'sessions',
        'Where you are signed in',
        html`<lb-security-sessions timeZone=${who.household.timeZone}></lb-security-sessions>`,
      )}
      ${card(
        'tokens',
        'Tokens for programs',
        html`<lb-security-tokens
          timeZone=${who.household.timeZone}
          ?owner=${who.member.role === 'owner'}
        ></lb-security-tokens>`,
      )}
    </div>`;
  }

  #ways(who: SignedIn) {
    const { data, error, stale } = this.#credentials;
    if (data) return html`${stale ? old(this.#credentials) : nothing} ${this.#known(who, data)}`;
    if (error) {
      const sentence = `How you sign in could not be loaded. ${sentenceOf(error)}`;
      return failed(sentence, this.#credentials);
    }
    return html`<div class="card">
      <lb-skeleton count="6" label="Loading how you sign in"></lb-skeleton>
    </div>`;
  }

  #known({ member, household }: SignedIn, keys: Credentials) {
    return html`${card(
      'password',
      'Password',
      html`<lb-security-password email=${member.email} ?has=${keys.password}>
      </lb-security-password>`,
    )}
    ${card(
      'passkeys',
      'Passkeys',
      html`<lb-security-passkeys
        timeZone=${household.timeZone}
        .passkeys=${keys.passkeys}
        .why=${keys.noPasskeys}
      ></lb-security-passkeys>`,
    )}
    ${card(
      'app',
      'Second step by an app',
      html`<lb-security-app
        email=${member.email}
        ?on=${keys.totp}
        ?password=${keys.password}
        codesLeft=${keys.recoveryCodesLeft}
      ></lb-security-app>`,
    )}`;
  }
}

const card = (id: string, heading: string, content: TemplateResult) =>
  html`<section class="card" aria-labelledby=${id}>
    <h2 id=${id}>${heading}</h2>
    ${content}
  </section>`;

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-security': PageSecurity;
  }
}
