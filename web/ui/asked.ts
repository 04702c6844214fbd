import { RotateCw } from 'lucide';
import { html } from 'lit';
import { clock } from './format.ts';
import './lb-button.ts';
import './lb-notice.ts';

/** A question to the server, as far as these notices need it. */
interface Asked {
  fetching: boolean;
  /** When the last answer came, in milliseconds since 1970. */
  updatedAt: number;
  refetch: () => void;
}

const again = (asked: Asked) =>
  html`<lb-button
    slot="action"
    label="Try again"
    .icon=${RotateCw}
    .busy=${asked.fetching}
    @click=${() => asked.refetch()}
  ></lb-button>`;

/** In the place of what could not be loaded: why, and a way to ask again. */
export const failed = (sentence: string, asked: Asked) =>
  html`<lb-notice kind="broken" urgent>${sentence} ${again(asked)}</lb-notice>`;

/** Above what may be old because asking again has failed. */
export const old = (asked: Asked) =>
  html`<lb-notice kind="offline">
    This is what Ledgerberry knew at ${clock(asked.updatedAt)}. ${again(asked)}
  </lb-notice>`;
