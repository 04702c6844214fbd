import type { TotpBegun } from '#web/state/credentials.ts';
import '#web/ui/lb-copy.ts';
import '#web/ui/lb-field.ts';
import '#web/ui/lb-qr.ts';
import { css, html } from 'lit';

export const setUpStyles = css`
  .steps {
    display: grid;
    gap: 16px;
    padding-inline-start: 1.4em;
    list-style: decimal;
  }
  .steps > li {
    padding-inline-start: 4px;
  }
  .steps > li::marker {
    font-weight: 650;
  }
  lb-qr {
    margin-block: 12px;
  }
`;

/** Putting the secret into an app, and the first code that shows that it is there. */
export const setUpApp = (
  { uri, secret }: TotpBegun,
  verify: (event: SubmitEvent) => Promise<void>,
) =>
  html`<form id="set-up" @submit=${verify}>
    <ol class="steps">
      <li>
        <p>Add an entry in your app by scanning this code.</p>
        <lb-qr
          text=${uri}
          label="QR code for your app. The secret in it stands below as text."
        ></lb-qr>
        <p class="small">
          On this device? <a href=${uri}>Open it in your app</a>, or type in this secret:
        </p>
        <lb-copy text=${secret} shown=${inFours(secret)} what="secret"></lb-copy>
      </li>
      <li>
        <lb-field
          label="The code your app shows now"
          name="code"
          autocomplete="one-time-code"
          inputmode="numeric"
          maxlength="12"
          required
        ></lb-field>
      </li>
    </ol>
  </form>`;

const inFours = (secret: string) => (secret.match(/.{1,4}/g) ?? []).join(' ');
