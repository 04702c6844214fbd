import { css } from 'lit';
import { waitingStyles } from './register-waiting-styles.ts';

/** The page of the ledger: days in the margin, hairlines between days, amounts in one column. */
const rowStyles = css`
  :host {
    --margin: 76px;
    --row: 40px;
    --heading: 40px;
    display: block;
    container-type: inline-size;
  }
  .canvas {
    position: relative;
    overflow-anchor: none;
    contain: layout style;
  }
  .canvas:focus {
    outline: none;
  }
  .window {
    position: absolute;
    inset: 0 0 auto 0;
  }
  .bar,
  .heading {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 12px;
    padding: 0 12px;
    height: var(--heading);
    line-height: var(--heading);
    font-weight: 650;
    background: var(--paper);
    border-bottom: 1px solid var(--line);
  }
  .bar {
    position: sticky;
    top: var(--above, 0px);
    z-index: 2;
    margin-bottom: calc(-1 * var(--heading));
  }
  .bar .muted,
  .heading .muted {
    font-weight: 400;
    font-size: var(--t-small);
  }
  .row {
    position: relative;
    display: grid;
    height: var(--row);
    align-items: center;
    cursor: pointer;
    contain: strict;
  }
  .row.ends {
    border-bottom: 1px solid var(--line);
  }
  .wide {
    grid-template-columns: var(--margin) minmax(0, 1fr) minmax(0, 0.6fr) minmax(0, 0.56fr) 132px;
    gap: 0;
    padding-inline-end: 12px;
  }
  .wide > span {
    padding-inline-end: 12px;
  }
  .wide > .amount {
    padding-inline-end: 0;
  }
  .narrow {
    --margin: 48px;
    grid-template-columns: var(--margin) minmax(0, 1fr);
  }
  .day {
    padding-inline-start: 12px;
    color: var(--ink-2);
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .day b {
    font-weight: 650;
    color: var(--ink);
  }
  .wide .weekday {
    display: inline-block;
    width: 2.4em;
    font-size: var(--t-small);
  }
  .wide.dated {
    --margin: 104px;
  }
  .wide.dated .weekday {
    width: 3.6em;
  }
  .narrow .day {
    align-self: start;
    padding: 9px 4px 0 0;
  }
  .narrow.dated .day {
    padding-inline-start: 6px;
    font-size: 0.92em;
  }
  .narrow .date {
    display: grid;
    justify-items: center;
    line-height: 1.25;
  }
  .narrow .weekday {
    font-size: 0.72rem;
  }
  .narrow .day b {
    font-size: var(--t-lead);
    order: -1;
  }
  /* Read aloud, not seen; unlike the usual way it costs no layer of its own in every row. */
  .words {
    font-size: 0;
  }
  /* Clipped, not hidden: a box that cannot scroll costs less while scrolling. Its least width is
     its whole text, unless it is told otherwise. */
  .text {
    min-width: 0;
    overflow: clip;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name,
  .category,
  .account {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  .wide .name .text {
    font-weight: 550;
  }
  .category,
  .account {
    color: var(--ink-2);
  }
  .dot {
    flex: none;
    width: 8px;
    height: 8px;
    border-radius: 50%;
  }
  .pending {
    flex: none;
    padding: 0 7px;
    border: 1px dashed var(--line-strong);
    border-radius: 99px;
    font-size: 0.75rem;
    line-height: 1.35rem;
    color: var(--ink-2);
  }
  .hidden {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .tick {
    color: var(--accent);
    margin-inline-end: 6px;
  }
  .note {
    color: var(--ink-3);
    font-size: 0.8rem;
  }
  .amount {
    text-align: end;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
    font-weight: 550;
  }
  .amount.transfer {
    color: var(--ink-2);
    font-weight: 400;
  }
  .cents {
    font-size: 0.84em;
    opacity: 0.78;
    font-weight: 450;
  }
  .amount.transfer .cents {
    opacity: 1;
  }
  .deleted .text {
    text-decoration: line-through;
  }
  .narrow button {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-content: center;
    gap: 1px 12px;
    width: 100%;
    height: 100%;
    padding: 0 12px 0 0;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .narrow .name .text {
    font-weight: 550;
  }
  .narrow button .category {
    grid-column: 1 / -1;
    font-size: var(--t-small);
  }
  .narrow button {
    scroll-margin-block: calc(var(--heading) + 12px);
  }
  .end {
    padding: 24px 12px;
    text-align: center;
  }
  .row:hover {
    background: var(--hover);
  }
  .row.open,
  .row.chosen {
    background: var(--accent-soft);
  }
  .row.open::before {
    content: '';
    position: absolute;
    inset: 6px auto 6px 0;
    width: 3px;
    border-radius: 2px;
    background: var(--accent);
  }
  .canvas:focus-visible .row.active,
  .narrow button:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
    border-radius: 6px;
  }
  .row.fresh {
    background: var(--accent-soft);
    animation: settle 5s ease-in both;
  }
  @keyframes settle {
    to {
      background: transparent;
    }
  }
  .whose {
    display: none;
    flex: none;
    padding-inline-start: 8px;
    font-size: var(--t-small);
  }
  @container (max-width: 820px) {
    .wide {
      grid-template-columns: var(--margin) minmax(0, 1fr) minmax(0, 170px) 120px;
    }
    .wide .account {
      display: none;
    }
    .whose {
      display: inline;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .row.fresh {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .row.open {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .dot {
      forced-color-adjust: none;
    }
    .cents {
      opacity: 1;
    }
  }
`;

export const registerStyles = [rowStyles, waitingStyles];
