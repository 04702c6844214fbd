import { css } from 'lit';

export const linkStyles = css`
  .page {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
  }
  .back {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: var(--target);
    text-decoration: none;
  }
  .cols {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
  h2 {
    margin-bottom: 12px;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(0, auto) minmax(0, 1fr);
    align-items: center;
    gap: 8px 20px;
  }
  dt {
    color: var(--ink-2);
  }
  dd {
    overflow-wrap: anywhere;
  }
  .at {
    margin-inline-start: 8px;
  }
  .aside {
    display: grid;
    gap: 16px;
    align-content: start;
  }
  .clocks dl {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }
  .clocks dt {
    font-size: var(--t-small);
  }
  .clocks dd + dt {
    margin-top: 10px;
  }
  summary {
    cursor: pointer;
  }
  .state > details > summary {
    width: fit-content;
    padding-block: 6px;
    color: var(--ink-2);
  }
  .accounts a {
    display: flex;
    align-items: center;
    min-height: var(--target);
  }
  .syncs ol > li + li {
    border-top: 1px solid var(--line);
  }
  div.sync,
  .sync > summary {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 16px;
    padding: 10px 0;
    min-height: var(--target);
  }
  .sync > summary::before {
    content: '';
    align-self: center;
    width: 7px;
    height: 7px;
    margin-inline-end: -8px;
    border: solid var(--ink-2);
    border-width: 0 2px 2px 0;
    rotate: -45deg;
    transition: rotate var(--motion);
  }
  .sync[open] > summary::before {
    rotate: 45deg;
  }
  .what {
    flex: 1 1 20ch;
  }
  .what b {
    font-weight: 600;
    margin-inline-end: 8px;
  }
  .unchanged .what b,
  .stale .what b {
    font-weight: 400;
  }
  .failed .what b {
    color: var(--amber);
  }
  details.sync > :not(summary) {
    margin-bottom: 12px;
  }
  .diff a,
  .diff .row {
    display: grid;
    grid-template-columns: 84px minmax(0, 1fr) auto minmax(104px, max-content);
    align-items: baseline;
    gap: 0 12px;
    padding: 6px 8px;
    margin-inline: -8px;
    border-radius: var(--radius);
    color: inherit;
    text-decoration: none;
  }
  .diff a:hover {
    background: var(--hover);
  }
  .change {
    font-size: var(--t-small);
    font-weight: 550;
  }
  .text {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @media (max-width: 599px) {
    .diff a,
    .diff .row {
      grid-template-columns: minmax(0, 1fr) auto;
      min-height: 44px;
    }
    .change {
      grid-column: 1;
      grid-row: 2;
    }
    .diff .small {
      grid-column: 2;
      grid-row: 2;
      text-align: end;
    }
    dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 2px;
    }
    dd {
      margin-bottom: 8px;
    }
  }
  @media (min-width: 1000px) {
    .page {
      padding-inline: 32px;
    }
    .cols {
      grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr);
      align-items: start;
    }
    .cols {
      grid-template-rows: auto 1fr;
    }
    .aside {
      grid-column: 2;
      grid-row: 1 / span 2;
    }
  }
`;
