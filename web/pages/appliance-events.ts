import type { Sync } from '#server/contract/links.ts';
import type { Recorded } from '#web/state/admin.ts';
import { moment } from '#web/ui/format.ts';
import '#web/ui/lb-copy.ts';
import { syncKind, tookWords } from '#web/ui/link-words.ts';
import { css, html, nothing } from 'lit';

export const eventStyles = css`
  .events li {
    display: grid;
    padding-block: 8px;
    overflow-wrap: anywhere;
  }
  .events li:first-child {
    padding-top: 0;
  }
  .events li:last-child {
    padding-bottom: 0;
  }
  .events li + li {
    border-top: 1px solid var(--line);
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 12px;
  }
  .what code {
    font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace;
    font-size: 0.92em;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 20px;
  }
  .wrong {
    color: var(--red);
    font-weight: 550;
  }
`;

/** What came of it, in a word or two. */
const outcome = (event: Recorded) => {
  if (event.errorCode) return html`<span class="small wrong">${event.errorCode}</span>`;
  if ('outcome' in event && event.outcome === 'failed') {
    return html`<span class="small wrong">did not work</span>`;
  }
  if (!('method' in event)) return nothing;
  if (event.status === null) return html`<span class="small wrong">no answer</span>`;
  return event.status < 400
    ? html`<span class="small muted">fine</span>`
    : html`<span class="small wrong">refused (${event.status})</span>`;
};

const nameOf = (event: Recorded) => {
  if ('method' in event) return html`<code>${event.method}</code>`;
  if ('outcome' in event) return syncKind(event as Pick<Sync, 'kind'>);
  return html`<code>${event.name}</code>`;
};

/** One thing that is recorded: what, whose, when, how long, and its numbers to copy. */
export const eventRow = (event: Recorded, timeZone: string) => {
  const { at, member, institution, requestId } = event;
  const took = 'durationMs' in event ? tookWords(event.durationMs) : null;
  const facts = [institution, member, took].filter((one) => one !== null);
  const session = 'plaidLinkSessionId' in event ? event.plaidLinkSessionId : null;
  return html`<p class="what"><span>${nameOf(event)}</span>${outcome(event)}</p>
    <div class="facts small muted">
      <span
        ><time datetime=${at}>${moment(at, timeZone)}</time
        >${facts.map((fact) => ` · ${fact}`)}</span
      >
      ${requestId ? numbered('Request', requestId, 'request id') : nothing}
      ${session ? numbered('Link session', session, 'Link session id') : nothing}
    </div>`;
};

const numbered = (label: string, id: string, what: string) =>
  html`<span>${label} <lb-copy text=${id} what=${what}></lb-copy></span>`;
