import { sentenceOf } from '#web/api.ts';
import { goQuery } from '#web/state/address.ts';
import { allSyncs, apiEvents, linkEvents, linkHealth } from '#web/state/admin.ts';
import type { Recorded, RecordFilter } from '#web/state/admin.ts';
import { Watch } from '#web/state/client.ts';
import { Listing } from '#web/state/listing.ts';
import { members } from '#web/state/members.ts';
import { failed, old } from '#web/ui/asked.ts';
import { base } from '#web/ui/base.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-chip.ts';
import '#web/ui/lb-field.ts';
import type { SelectOption } from '#web/ui/lb-field.ts';
import '#web/ui/lb-skeleton.ts';
import { RotateCw } from 'lucide';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { eventRow, eventStyles } from './appliance-events.ts';
import { moreStyles, olderOf } from './older.ts';

const shows = {
  calls: { label: 'Calls to Plaid', events: apiEvents },
  link: { label: 'Connecting banks', events: linkEvents },
  syncs: { label: 'Syncs', events: allSyncs },
} as const;
type Show = keyof typeof shows;

const isShow = (text: string | null): text is Show => text !== null && text in shows;

/** What was asked of Plaid and what came of it, to look into a failure, or for a support ticket. */
@customElement('lb-appliance-record')
export class LbApplianceRecord extends LitElement {
  static override styles = [
    base,
    eventStyles,
    moreStyles,
    css`
      :host {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      .filters {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr));
        align-items: end;
        gap: 12px;
      }
    `,
  ];

  @property() accessor timeZone = 'UTC';
  /** Of the address: what is shown, and narrowed to what. */
  @property({ attribute: false }) accessor query = new URLSearchParams();
  readonly #members = new Watch(this, members);
  readonly #links = new Watch(this, linkHealth);
  readonly #events = new Listing<Recorded>(this, (before) =>
    shows[this.#show].events(this.#filter)(before),
  );

  get #show(): Show {
    const show = this.query.get('show');
    return isShow(show) ? show : 'calls';
  }

  get #filter(): RecordFilter {
    return {
      member: this.query.get('member') ?? undefined,
      link: this.query.get('link') ?? undefined,
      errors: this.query.get('errors') === 'true' ? 'true' : undefined,
    };
  }

  override render() {
    return html`<div class="line" role="group" aria-label="What to show">
        ${Object.entries(shows).map(
          ([show, { label }]) =>
            html`<lb-chip
              label=${label}
              ?pressed=${show === this.#show}
              @click=${() => goQuery({ show })}
            ></lb-chip>`,
        )}
      </div>
      ${this.#filters()}
      <section class="card" aria-label=${shows[this.#show].label}>${this.#list()}</section>`;
  }

  #filters() {
    const { member = '', link = '', errors } = this.#filter;
    const changed = (name: string) => (event: Event) =>
      goQuery({ [name]: (event.target as HTMLSelectElement).value });
    return html`<div class="filters">
      <lb-select
        label="Member"
        name="member"
        .value=${member}
        .options=${this.#memberOptions(member)}
        @change=${changed('member')}
      ></lb-select>
      <lb-select
        label="Bank link"
        name="link"
        .value=${link}
        .options=${this.#linkOptions(link)}
        @change=${changed('link')}
      ></lb-select>
      <div class="line">
        <lb-chip
          label="Errors only"
          ?pressed=${errors === 'true'}
          @click=${() => goQuery({ errors: errors ? undefined : 'true' })}
        ></lb-chip>
        <lb-button
          bare
          kind="plain"
          label="Look again"
          .icon=${RotateCw}
          .busy=${this.#events.rows !== undefined && this.#events.fetching}
          @click=${() => this.#events.refetch()}
        ></lb-button>
      </div>
    </div>`;
  }

  #memberOptions(chosen: string): SelectOption[] {
    const known = (this.#members.data?.members ?? []).map(({ id, name }) => ({
      value: id,
      label: name,
    }));
    return options('Everybody', known, chosen, 'Somebody who has left');
  }

  #linkOptions(chosen: string): SelectOption[] {
    const known = (this.#links.data?.links ?? []).map(({ id, institution, member }) => ({
      value: id,
      label: `${institution}, ${member.name}`,
    }));
    return options('All of them', known, chosen, 'A link that is removed');
  }

  #list() {
    const { rows, error } = this.#events;
    if (!rows && error) return failed(sentenceOf(error), this.#events);
    if (!rows) return html`<lb-skeleton count="8" label="Loading the record"></lb-skeleton>`;
    if (rows.length === 0) {
      const { member, link, errors } = this.#filter;
      return html`<p class="muted">
        ${member || link || errors ? 'Nothing like this is recorded.' : 'Nothing is recorded yet.'}
      </p>`;
    }
    return html`${error ? old(this.#events) : ''}
      <ol class="events">
        ${repeat(
          rows,
          ({ id }) => id,
          (one) => html`<li tabindex="-1" data-id=${one.id}>${eventRow(one, this.timeZone)}</li>`,
        )}
      </ol>
      ${olderOf(this, this.#events)}`;
  }
}

/** One that is chosen and not known any more keeps a name. */
const options = (
  all: string,
  known: readonly SelectOption[],
  chosen: string,
  unknown: string,
): SelectOption[] => [
  { value: '', label: all },
  ...known,
  ...(chosen === '' || known.some(({ value }) => value === chosen)
    ? []
    : [{ value: chosen, label: unknown }]),
];

declare global {
  interface HTMLElementTagNameMap {
    'lb-appliance-record': LbApplianceRecord;
  }
}
