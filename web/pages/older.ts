import { sentenceOf } from '#web/api.ts';
import type { Listing } from '#web/state/listing.ts';
import '#web/ui/lb-button.ts';
import { css, html, nothing } from 'lit';
import type { LitElement } from 'lit';

export const moreStyles = css`
  .older {
    display: grid;
    justify-items: start;
    gap: 8px;
    margin-top: 12px;
  }
`;

/**
 * Below a list: the button that brings older rows. The focus goes on to the first of them, which
 * the list marks with `data-id` and lets take it.
 */
export const olderOf = <Row extends { id: string }>(host: LitElement, list: Listing<Row>) => {
  if (!list.older && !list.problem) return nothing;
  const more = async () => {
    const last = list.rows?.length ?? 0;
    await list.more();
    await host.updateComplete;
    const first = list.rows?.[last]?.id;
    if (first) host.renderRoot.querySelector<HTMLElement>(`[data-id="${first}"]`)?.focus();
  };
  return html`<div class="older">
    ${list.problem ? html`<p role="alert">${sentenceOf(list.problem)}</p>` : nothing}
    <lb-button label="Load more" .busy=${list.loading} @click=${more}></lb-button>
  </div>`;
};
