import type { SessionReply } from '#server/contract/session.ts';
import { sentenceOf } from '#web/api.ts';
import { looksOn } from '#web/state/session.ts';
import { viewedAs } from '#web/state/view-as.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import { nothingSeen } from '#web/ui/link-words.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { ChartLine, RotateCw } from 'lucide';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

/** In the place of charts, where there is no account to draw anything of. */
export const nothingYet = (who: SessionReply | undefined): TemplateResult =>
  html`<div class="card">
    <lb-empty
      .icon=${ChartLine}
      heading="Nothing to draw yet"
      text=${
        looksOn(who)
          ? nothingSeen(viewedAs()?.name)
          : 'Once a bank is connected, this shows where money comes from and where it goes.'
      }
      >${
        looksOn(who)
          ? nothing
          : html`<lb-button kind="primary" href="/links" label="Connect a bank"></lb-button>`
      }</lb-empty
    >
  </div>`;

interface Asking<T> {
  data: T | undefined;
  error: Error | null;
  fetching: boolean;
  refetch(): void;
}

/** What a page of charts shows: what was told, why it was not, or the shape of what comes. */
export function whenTold<T>(
  watch: Asking<T>,
  name: string,
  content: (data: T) => TemplateResult,
): TemplateResult {
  if (watch.data) return content(watch.data);
  if (!watch.error) {
    return html`<section class="card">
        <lb-skeleton shape="block" label="Loading ${name}"></lb-skeleton>
      </section>
      <section class="card"><lb-skeleton shape="rows" count="6"></lb-skeleton></section>`;
  }
  return html`<lb-notice kind="broken" urgent
    >${sentenceOf(watch.error)}<lb-button
      slot="action"
      label="Try again"
      .icon=${RotateCw}
      .busy=${watch.fetching}
      @click=${() => watch.refetch()}
    ></lb-button
  ></lb-notice>`;
}
