import { sentenceOf } from '#web/api.ts';
import { isGone } from '#web/state/client.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { Ghost, RotateCw } from 'lucide';
import { html } from 'lit';

/** When what was just being looked at is there no more. */
export const goneWords =
  'This transaction is not here any more: it was taken back, or is no longer shared with you.';

/** In the place of a transaction that is on its way. */
export const waiting = () =>
  html`<lb-skeleton shape="number" label="Loading the transaction"></lb-skeleton>
    <lb-skeleton shape="rows" count="2"></lb-skeleton><lb-skeleton count="6"></lb-skeleton>`;

/** In the place of a transaction that is not there, or could not be asked for. */
export const missing = (error: Error, busy: boolean, again: () => void) =>
  isGone(error)
    ? html`<lb-empty
        .icon=${Ghost}
        heading="This transaction is not here"
        text="The bank took it back, its account was taken away, or it is not shared with you."
      ></lb-empty>`
    : html`<lb-notice kind="broken" urgent
        >${sentenceOf(error)}<lb-button
          slot="action"
          label="Try again"
          .icon=${RotateCw}
          .busy=${busy}
          @click=${again}
        ></lb-button
      ></lb-notice>`;
