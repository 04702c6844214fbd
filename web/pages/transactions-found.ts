import type { Money } from '#server/contract/money.ts';
import { ApiError, sentenceOf } from '#web/api.ts';
import { searchFromFilter } from '#web/state/transaction-filter.ts';
import type { Filter } from '#web/state/transaction-filter.ts';
import { plural } from '#web/ui/format.ts';
import '#web/ui/lb-amount.ts';
import '#web/ui/lb-button.ts';
import '#web/ui/lb-empty.ts';
import '#web/ui/lb-notice.ts';
import '#web/ui/lb-skeleton.ts';
import { nothingSeen } from '#web/ui/link-words.ts';
import { Landmark, RotateCw, SearchX, Trash2 } from 'lucide';
import { html, nothing } from 'lit';

interface Found {
  counting: boolean;
  total: number;
  sums: readonly Money[];
  averages: readonly Money[];
}

/** Several currencies as a list in words. */
const listed = (amounts: readonly Money[]) =>
  amounts.map((one, index) => {
    const before = index === 0 ? '' : index === amounts.length - 1 ? ' and ' : ', ';
    return html`${before}<lb-amount .of=${one}></lb-amount>`;
  });

/**
 * How many there are and, where something is sought, what they add up to and what one of them is on
 * average, per currency.
 */
export const foundWords = ({ counting, total, sums, averages }: Found) => {
  if (counting) return html`Counting …`;
  if (total === 0) return html`Nothing found`;
  if (sums.length === 0) return html`${plural(total, 'transaction')}`;
  const average = total > 1 ? html`, on average ${listed(averages)}` : nothing;
  return html`${plural(total, 'transaction')}, in total ${listed(sums)}${average}`;
};

/** In the place of an empty list: why it is empty, and the one next step. */
export const nothingFound = (filter: Filter, viewer: boolean, as: string | undefined) => {
  const search = searchFromFilter(filter);
  if (search === '') {
    return html`<lb-empty
      .icon=${Landmark}
      heading="No transactions yet"
      text=${
        viewer
          ? nothingSeen(as)
          : 'Once a bank is connected, everything it reports is listed here, day by day.'
      }
      >${
        viewer
          ? nothing
          : html`<lb-button kind="primary" href="/links" label="Connect a bank"></lb-button>`
      }</lb-empty
    >`;
  }
  if (search === 'deleted=true') {
    return html`<lb-empty
      .icon=${Trash2}
      heading="Nothing was deleted"
      text="What you delete is kept here and can be restored."
      ><lb-button href="/transactions" label="Show all transactions"></lb-button
    ></lb-empty>`;
  }
  return html`<lb-empty
    .icon=${SearchX}
    heading="Nothing found"
    text="Nothing fits all of this. Search looks into names, bank texts, notes and categories."
    ><lb-button href="/transactions" label="Show all transactions"></lb-button
  ></lb-empty>`;
};

/** The server could not read the search: the search itself says what is wrong. */
const misread = (error: unknown) => error instanceof ApiError && error.fault !== undefined;

/** Says that what is shown may be old, or in its place that there is nothing to show. */
export const staleNotice = (watch: { error: unknown; refetch(): void }, shown: boolean) =>
  watch.error && misread(watch.error)
    ? html`<lb-empty
        .icon=${SearchX}
        heading="This cannot be searched for"
        text="One word of the search means nothing here. It is underlined above."
      ></lb-empty>`
    : watch.error
      ? html`<lb-notice kind=${shown ? 'offline' : 'broken'} ?urgent=${!shown}
          >${shown ? 'What you see may not be the newest.' : 'There is nothing to show yet.'}
          ${sentenceOf(watch.error)}<lb-button
            slot="action"
            label="Try again"
            .icon=${RotateCw}
            @click=${() => watch.refetch()}
          ></lb-button
        ></lb-notice>`
      : nothing;

/** In the place of rows that have not come yet. */
export const waitingRows = html`<lb-skeleton
  shape="rows"
  count="10"
  label="Loading transactions"
></lb-skeleton>`;
