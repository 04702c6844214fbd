import { css } from 'lit';

export const accountsStyles = css`
  .page {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .chips {
    display: flex;
    gap: 6px;
  }
  .totals,
  .totals dl {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 48px;
  }
  .totals dt {
    color: var(--ink-2);
    font-size: var(--t-small);
  }
  .totals dd {
    display: grid;
    font-weight: 600;
    font-size: var(--t-title);
    line-height: 1.3;
  }
  .totals dd lb-amount + lb-amount {
    font-size: var(--t-body);
  }
  .totals .on {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    align-self: center;
    gap: 0 20px;
    margin-inline-start: auto;
  }
  .totals .on a {
    display: inline-flex;
    align-items: center;
    min-height: var(--target);
  }
  .totals lb-together {
    flex: 1 1 100%;
  }
  .groups {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
    align-items: start;
  }
  .group {
    padding-block: 16px 8px;
  }
  lb-accounts-by-hand.group {
    padding: 0;
  }
  .group header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 12px;
    padding-bottom: 8px;
    margin-bottom: 4px;
    border-bottom: 1px solid var(--line);
  }
  .group header > .plain {
    grid-column: span 2;
  }
  .state {
    font-size: var(--t-small);
    color: var(--ink-2);
  }
  .state.amber {
    color: var(--amber);
  }
  .sum {
    display: grid;
    color: var(--ink-2);
    text-align: end;
  }
  summary {
    width: fit-content;
    padding-block: 10px;
    color: var(--ink-2);
    cursor: pointer;
  }
  @media (max-width: 599px) {
    .totals,
    .totals dl {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
    }
    .totals dl > div {
      display: flex;
      align-items: baseline;
      justify-content: space-between;
    }
    .totals .on {
      margin-inline-start: 0;
    }
    .totals dd {
      justify-items: end;
      font-size: var(--t-lead);
    }
  }
  @media (min-width: 1000px) {
    .page {
      padding-inline: 32px;
    }
    /* Columns pack cards of different heights without gaps. */
    .groups {
      display: block;
      columns: 2;
      column-gap: 16px;
    }
    .group {
      break-inside: avoid;
      margin-bottom: 16px;
    }
  }
`;
