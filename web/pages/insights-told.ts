import { sentenceOf } from '#web/api.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { RotateCw } from 'lucide';
import { html } from 'lit';
import type { TemplateResult } from 'lit';

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
