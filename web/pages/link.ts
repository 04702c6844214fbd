import type { BankLink, Sync } from '#server/contract/links.ts';
import { sentenceOf } from '#web/api.ts';
import { go, titlePage } from '#web/state/address.ts';
import { Watch } from '#web/state/client.ts';
import { links, syncs } from '#web/state/links.ts';
import { session } from '#web/state/session.ts';
import { base } from '#web/ui/base.ts';
import { clock, dayShort, moment } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-copy.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-fresh.ts';
import '#web/ui/lb-link-state.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { changeWords, syncKind, syncWords, tookWords } from '#web/ui/link-words.ts';
import { ArrowLeft, Ghost, RotateCw } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { linkStyles } from './link-styles.ts';
import './links-actions.ts';
import './sharing-question.ts';
import './wealth-sources.ts';

/** One connection to a bank: its three clocks, its accounts, and every sync of it. */
@customElement('lb-page-link')
export class LbPageLink extends LitElement {
  static override styles = [base, linkStyles];

  @property({ attribute: false }) accessor params: { id?: string } = {};

  readonly #links = new Watch(this, links);
  readonly #syncs = new Watch(this, () => ({
    ...syncs(this.params.id ?? ''),
    // What a sync brought is told to its member alone.
    enabled: this.#link?.mine === true,
  }));
  readonly #session = new Watch(this, session);

  get #link(): BankLink | undefined {
    return this.#links.data?.links.find(({ id }) => id === this.params.id);
  }

  get #here() {
    const who = this.#session.data;
    return who?.state === 'signed_in'
      ? { zone: who.household.timeZone, today: who.today }
      : { zone: 'UTC', today: '' };
  }

  override updated() {
    titlePage(this.#link?.institution.name ?? 'Bank link');
  }

  override render() {
    const { data, error } = this.#links;
    const link = this.#link;
    return html`<div class="page" aria-busy=${data || error ? 'false' : 'true'}>
      <p>
        <a class="back" href="/links"><lb-icon .icon=${ArrowLeft}></lb-icon>Bank links</a>
      </p>
      ${
        link
          ? this.#content(link)
          : data
            ? this.#missing()
            : error
              ? this.#failed(error)
              : html`<div class="card">
                  <lb-skeleton shape="rows" count="2" label="Loading the bank link"></lb-skeleton>
                </div>`
      }
    </div>`;
  }

  #content(link: BankLink) {
    return html`${
        this.#links.stale
          ? html`<lb-notice kind="offline"
              >This is what Ledgerberry knew at ${clock(this.#links.updatedAt)}.</lb-notice
            >`
          : nothing
      }
      <lb-sharing-question link=${link.id}></lb-sharing-question>
      <div class="cols">
        <section class="card stack state" aria-label="State">
          <lb-link-state first .link=${link}></lb-link-state>
          <lb-link-actions
            .link=${link}
            @lb-removed=${(event: CustomEvent<string>) => {
              if (event.detail === 'delete') go('/links', { replace: true });
            }}
          ></lb-link-actions>
          ${link.mine ? this.#details(link) : nothing}
        </section>
        <div class="aside">
          <section class="card clocks" aria-labelledby="clocks">
            <h2 id="clocks">How fresh it is</h2>
            ${this.#clocks(link)}
          </section>
          <lb-wealth-sources class="card beside" link=${link.id}></lb-wealth-sources>
          <section class="card accounts" aria-labelledby="accounts">
            <h2 id="accounts">Accounts</h2>
            ${
              link.accounts.length
                ? html`<ul>
                    ${link.accounts.map(
                      ({ id, name }) => html`<li><a href="/accounts/${id}">${name}</a></li>`,
                    )}
                  </ul>`
                : html`<p class="muted">None yet.</p>`
            }
          </section>
        </div>
        ${
          link.mine
            ? html`<section class="card syncs" aria-labelledby="syncs">
                <h2 id="syncs">Latest syncs</h2>
                ${this.#history()}
              </section>`
            : nothing
        }
      </div>`;
  }

  #clocks({ clocks, nextSyncAt, createdAt, state }: BankLink) {
    const { today, zone } = this.#here;
    const when = (at: string | null) =>
      at
        ? html`<lb-fresh .at=${at}></lb-fresh
            ><span class="muted small at">${moment(at, zone)}</span>`
        : 'not yet';
    return html`<dl>
      <dt>The bank answered Plaid</dt>
      <dd>${when(clocks.bankToPlaid)}</dd>
      <dt>We read all Plaid had</dt>
      <dd>${when(clocks.plaidToUs)}</dd>
      <dt>Newest posted transaction</dt>
      <dd>${clocks.newestPosted ? dayShort(clocks.newestPosted, today) : 'none yet'}</dd>
      <dt>Next sync</dt>
      <dd>${nextSyncAt ? moment(nextSyncAt, zone) : 'none planned'}</dd>
      <dt>${state === 'archived' ? 'Was connected on' : 'Connected since'}</dt>
      <dd>${moment(createdAt, zone)}</dd>
    </dl>`;
  }

  #details({ error, id }: BankLink) {
    const { zone } = this.#here;
    return html`<details>
      <summary>Details for support</summary>
      <dl>
        ${
          error
            ? html`<dt>Error code</dt>
                <dd><lb-copy what="error code" .text=${error.code}></lb-copy></dd>
                <dt>Since</dt>
                <dd>${moment(error.at, zone)}</dd>
                ${
                  error.requestId
                    ? html`<dt>Request id</dt>
                        <dd><lb-copy what="request id" .text=${error.requestId}></lb-copy></dd>`
                    : nothing
                }`
            : html`<dt>Error</dt>
                <dd>none</dd>`
        }
        <dt>This link</dt>
        <dd><lb-copy what="id of this link" .text=${id}></lb-copy></dd>
      </dl>
    </details>`;
  }

  #history() {
    const { data, error } = this.#syncs;
    if (!data) {
      if (!error) return html`<lb-skeleton shape="lines" count="6"></lb-skeleton>`;
      return html`<lb-notice kind="broken"
        >${sentenceOf(error)}<lb-button
          slot="action"
          label="Try again"
          .icon=${RotateCw}
          .busy=${this.#syncs.fetching}
          @click=${() => this.#syncs.refetch()}
        ></lb-button
      ></lb-notice>`;
    }
    if (data.syncs.length === 0) {
      return html`<p class="muted">The first sync is under way.</p>`;
    }
    return html`<ol>
      ${repeat(
        data.syncs,
        ({ id }) => id,
        (sync) => html`<li>${this.#sync(sync)}</li>`,
      )}
    </ol>`;
  }

  #sync(sync: Sync) {
    const head = html`<span class="what"
        ><b>${syncWords(sync)}</b> <span class="muted small">${syncKind(sync)}</span></span
      ><span class="when small muted"
        ><lb-fresh .at=${sync.startedAt}></lb-fresh>, took ${tookWords(sync.durationMs)}</span
      >`;
    if (sync.diff.length === 0 && !sync.error) {
      return html`<div class="sync ${sync.outcome}">${head}</div>`;
    }
    return html`<details class="sync ${sync.outcome}">
      <summary>${head}</summary>
      ${sync.error ? this.#error(sync.error) : nothing} ${this.#diff(sync)}
    </details>`;
  }

  #error({ code, sentence, requestId }: NonNullable<Sync['error']>) {
    return html`<p>${sentence}</p>
      <dl>
        <dt>Error code</dt>
        <dd><lb-copy what="error code" .text=${code}></lb-copy></dd>
        ${
          requestId
            ? html`<dt>Request id</dt>
                <dd><lb-copy what="request id" .text=${requestId}></lb-copy></dd>`
            : nothing
        }
      </dl>`;
  }

  #diff(sync: Sync) {
    if (sync.diff.length === 0) return nothing;
    const { today } = this.#here;
    const all = sync.added + sync.modified + sync.removed;
    return html`<ul class="diff">
        ${sync.diff.map(({ change, id, date, name, amount }) => {
          const row = html`<span class="change">${changeWords[change]}</span
            ><span class="text">${name}</span
            ><span class="muted small">${dayShort(date, today)}</span
            ><lb-amount class="number" .of=${amount}></lb-amount>`;
          return html`<li>
            ${
              id && change !== 'removed'
                ? html`<a href="/transactions/${id}">${row}</a>`
                : html`<span class="row">${row}</span>`
            }
          </li>`;
        })}
      </ul>
      ${
        all > sync.diff.length
          ? html`<p class="small muted">The first ${sync.diff.length} of ${all}.</p>`
          : nothing
      }`;
  }

  #missing() {
    return html`<div class="card">
      <lb-empty
        .icon=${Ghost}
        heading="This bank link is not here"
        text="It was deleted, or none of its accounts is shared with you."
        ><lb-button href="/links" label="All bank links"></lb-button
      ></lb-empty>
    </div>`;
  }

  #failed(error: Error) {
    return html`<lb-notice kind="broken" urgent
      >${sentenceOf(error)}<lb-button
        slot="action"
        label="Try again"
        .icon=${RotateCw}
        .busy=${this.#links.fetching}
        @click=${() => this.#links.refetch()}
      ></lb-button
    ></lb-notice>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-page-link': LbPageLink;
  }
}
