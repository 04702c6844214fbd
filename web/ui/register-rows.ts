import type { Transaction } from '#server/contract/transactions.ts';
import { EyeOff, MessageSquareText, Square, SquareCheck } from 'lucide';
import { html, nothing } from 'lit';
import {
  dayLong,
  dayShort,
  moneyParts,
  moneyText,
  moneyWords,
  monthName,
  plural,
} from './format.ts';
import { categoryColor } from './lb-category-mark.ts';
import './lb-icon.ts';
import type { Month } from './month-rows.ts';

/** Where the rows come from: some are held, the others are on their way. */
export interface RegisterRows {
  row(month: number, offset: number): Transaction | undefined;
  indexOf(id: string): number;
}

/** Counts and marks; a new object whenever anything about the rows has changed. */
export interface RegisterCounts {
  months: readonly Month[];
  fresh: ReadonlySet<string>;
}

/** What a row shows beside its transaction. */
export interface RowLook {
  /** Counted over the whole list. */
  row: number;
  /** Counted over rows and headings, from 1. */
  ariaIndex: number;
  /** It begins a day, or it is the first on the screen: its day is written out. */
  dayShown: boolean;
  /** It stands under no month: its day is written with month and year. */
  dated: boolean;
  /** Its day has more rows below: no line under its day. */
  dayEnds: boolean;
  active: boolean;
  open: boolean;
  fresh: boolean;
  /** Whose account it is in, where not the reader's: `Theo’s`. */
  whose: string;
  /** Whether it is one of several that are chosen; null while none are being chosen. */
  chosen: boolean | null;
}

interface List {
  rows: RegisterRows | undefined;
  counts: RegisterCounts;
  open: string | null;
  chosen: ReadonlySet<string> | null;
  whose: (account: string) => string;
}

/** How a row stands among the others. */
export const lookOf = (
  { row, month, offset }: { row: number; month: number; offset: number },
  held: Transaction | undefined,
  { rows, counts, open, chosen, whose: whoseOf }: List,
  { active, topmost }: { active: boolean; topmost: boolean },
): RowLook => {
  const dated = counts.months[month]?.month === '';
  const beside = (step: number) => rows?.row(month, offset + step)?.date;
  return {
    row,
    ariaIndex: row + month + 2,
    dated,
    dayShown: dated || offset === 0 || topmost || beside(-1) !== held?.date,
    dayEnds: dated || beside(1) !== held?.date,
    active,
    open: held !== undefined && held.id === open,
    fresh: held !== undefined && counts.fresh.has(held.id),
    whose: held ? whoseOf(held.account.id) : '',
    chosen: chosen && (held ? chosen.has(held.id) : false),
  };
};

const tick = ({ chosen }: RowLook) =>
  chosen === null
    ? nothing
    : html`<lb-icon class="tick" .icon=${chosen ? SquareCheck : Square}></lb-icon>`;

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const weekday = (day: string) => weekdays[new Date(`${day}T12:00:00Z`).getUTCDay()];

const monthsShort = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Under its month a day is a number; in another order it needs its month and year beside it. */
const dayOf = (day: string, { dated }: RowLook) => {
  const lead = dated
    ? `${monthsShort[Number(day.slice(5, 7)) - 1]} ’${day.slice(2, 4)}`
    : weekday(day);
  return html`<span class="date" aria-hidden="true"
    ><span class="weekday">${lead}</span> <b>${Number(day.slice(8))}</b></span
  >`;
};

const classes = (transaction: Transaction, look: RowLook, shape: string) => {
  const { active, open, fresh, dated, chosen, dayEnds: ends } = look;
  const marked = { active, open, fresh, dated, chosen, ends, deleted: transaction.deleted };
  const on = Object.entries(marked).flatMap(([name, is]) => (is ? [name] : []));
  return ['row', shape, ...on].join(' ');
};

/** The amount as it is seen. */
const amount = (transaction: Transaction) => {
  const income = transaction.flow === 'income';
  const { sign, lead, units, cents, tail } = moneyParts(transaction.amount, income);
  return html`${sign}${lead}${units}<span class="cents">${cents}</span>${tail}`;
};

const amountWords = (transaction: Transaction) =>
  moneyWords(transaction.amount, transaction.flow === 'income');

/** Until when the reader hides it from the others; with its year only where that is another. */
const untilWords = ({ hiddenUntil, date }: Transaction) =>
  hiddenUntil ? `until ${dayShort(hiddenUntil, date)}` : '';

const hiddenMark = (transaction: Transaction) =>
  transaction.hiddenUntil
    ? html` <span class="pending hidden"
        ><lb-icon .icon=${EyeOff}></lb-icon><span class="words">hidden </span>${untilWords(
          transaction,
        )}</span
      >`
    : nothing;

const marks = (transaction: Transaction) =>
  html`${transaction.pending ? html` <span class="pending">Pending</span>` : nothing}${hiddenMark(
    transaction,
  )}${
    transaction.note ? html`<lb-icon class="note" .icon=${MessageSquareText}></lb-icon>` : nothing
  }`;

const categoryLabel = (transaction: Transaction) =>
  transaction.category?.label ?? (transaction.flow === 'transfer' ? 'Transfer' : 'No category');

// A bound style attribute is refused by the page's policy; its property is not.
const dot = (transaction: Transaction) =>
  html`<i class="dot" .style=${`background:${categoryColor(transaction.category)}`}></i>`;

/** A month's name, where there are months, and how many rows it holds. */
export const monthLine = (month: Month | undefined, today: string) =>
  month
    ? month.month === ''
      ? html`<span>All dates</span>`
      : html`<span>${monthName(month.month, today)}</span>
          <span class="muted">${plural(month.count, 'transaction')}</span>`
    : nothing;

/** The heading of a month, as a row of the grid with its index or as an item of the list. */
export const monthHeading = (line: unknown, ariaIndex: number | null) =>
  ariaIndex === null
    ? html`<li class="heading">${line}</li>`
    : html`<div role="row" aria-rowindex=${ariaIndex}>
        <div class="heading" role="gridcell" aria-colspan="5">${line}</div>
      </div>`;

/** Where the list is longer than a page can be. */
export const endLine = (month: string, today: string) =>
  html`<p class="end muted">
    ${month === '' ? 'The rest' : `${monthName(month, today)} and everything before it`} does not
    fit here. Search, or choose dates, to see it.
  </p>`;

/** The account in the reader's words: `Theo’s Checking`. */
const accountWords = ({ account }: Transaction, { whose }: RowLook) =>
  whose ? `${whose} ${account.name}` : account.name;

/** Where there is no room for the account, whose it is stands with the name. */
const whose = (look: RowLook) =>
  look.whose ? html` <span class="whose muted">${look.whose}</span>` : nothing;

/** One line of a grid: day, name, category, account, amount. */
export const gridRow = (transaction: Transaction, look: RowLook) => html`
  <div
    class=${classes(transaction, look, 'wide')}
    role="row"
    id="row-${look.row}"
    aria-rowindex=${look.ariaIndex}
    aria-selected=${(look.chosen ?? look.open) ? 'true' : 'false'}
    data-row=${look.row}
  >
    <span role="gridcell" class="day"
      ><span class="words">${dayLong(transaction.date)}</span
      >${look.dayShown ? dayOf(transaction.date, look) : nothing}</span
    ><span role="gridcell" class="name"
      >${tick(look)}<span class="text">${transaction.name}</span
      >${whose(look)}${marks(transaction)}${
        transaction.note ? html`<span class="words">has a note</span>` : nothing
      }</span
    ><span role="gridcell" class="category"
      >${dot(transaction)}<span class="text">${categoryLabel(transaction)}</span></span
    ><span role="gridcell" class="account"
      ><span class="text">${accountWords(transaction, look)}</span></span
    ><span role="gridcell" class="amount ${transaction.flow}"
      ><span aria-hidden="true">${amount(transaction)}</span
      ><span class="words">${amountWords(transaction)}</span></span
    >
  </div>
`;

/** Whose it is comes first: what is too long for the line is cut at its end. */
const whereWords = (transaction: Transaction, { whose }: RowLook) =>
  [whose, categoryLabel(transaction), transaction.account.name].filter(Boolean).join(' · ');

/** All that is seen of a row, in its order, and then what is not: its day. */
const listLabel = (transaction: Transaction, look: RowLook) => {
  const { name, pending, flow, date, note } = transaction;
  const hidden = transaction.hiddenUntil ? ` hidden ${untilWords(transaction)}` : '';
  const sum = moneyText(transaction.amount, flow === 'income');
  const where = whereWords(transaction, look);
  return `${name}${pending ? ' Pending' : ''}${hidden} ${sum} ${where}, ${dayLong(date)}${
    note ? ', has a note' : ''
  }`;
};

/** The same on two lines, as one button. */
export const listRow = (transaction: Transaction, look: RowLook, rows: number) => html`
  <li
    class=${classes(transaction, look, 'narrow')}
    aria-setsize=${rows}
    aria-posinset=${look.row + 1}
    data-row=${look.row}
  >
    <span class="day" aria-hidden="true"
      >${look.dayShown ? dayOf(transaction.date, look) : nothing}</span
    ><button
      type="button"
      aria-label=${listLabel(transaction, look)}
      aria-current=${look.open ? 'true' : nothing}
      aria-pressed=${look.chosen ?? nothing}
    >
      <span class="name"
        >${tick(look)}<span class="text">${transaction.name}</span>${marks(transaction)}</span
      >
      <span class="amount ${transaction.flow}">${amount(transaction)}</span>
      <span class="category"
        >${dot(transaction)}<span class="text">${whereWords(transaction, look)}</span></span
      >
    </button>
  </li>
`;

/** The shape of a row that is on its way. */
export const waitingRow = (look: RowLook, wide: boolean, rows: number) =>
  wide
    ? html`<div
        class="row wide waiting${look.active ? ' active' : ''}"
        role="row"
        id="row-${look.row}"
        aria-rowindex=${look.ariaIndex}
        data-row=${look.row}
      >
        <span role="gridcell" class="day"></span
        ><span role="gridcell" class="name"><span class="sr">Loading</span><i></i></span
        ><span role="gridcell" class="category"><i></i></span
        ><span role="gridcell" class="account"><i></i></span
        ><span role="gridcell" class="amount"><i></i></span>
      </div>`
    : html`<li class="row narrow waiting" aria-setsize=${rows} aria-posinset=${look.row + 1}>
        <span class="day"></span><span class="shape"><i></i><i></i></span><i></i>
      </li>`;
