import { css } from 'lit';

/** What the pages of debts and of holdings have in common. */
export const wealthStyles = css`
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
  .hero {
    display: block;
    font-size: clamp(1.5rem, 9vw, var(--t-hero));
    font-weight: 650;
    line-height: 1.1;
    letter-spacing: -0.025em;
  }
  .hero + .hero {
    font-size: var(--t-title);
    line-height: 1.4;
  }
  .label {
    margin-bottom: 4px;
    color: var(--ink-2);
    font-size: var(--t-body);
    font-weight: 550;
  }
  .card > h2:not(.label) {
    margin-bottom: 8px;
  }
  .amber {
    color: var(--amber);
  }
  .rows li + li {
    border-top: 1px solid var(--line);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 16px;
    padding-block: 10px;
  }
  .row > :first-child {
    flex: 1 1 10em;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .row > .number {
    margin-inline-start: auto;
  }
  .row b,
  .row .number {
    font-weight: 550;
  }
  .row small {
    display: block;
    color: var(--ink-2);
    font-size: var(--t-small);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  dl.facts {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 6px 20px;
  }
  dl.facts dt {
    color: var(--ink-2);
  }
  dl.facts dd {
    font-variant-numeric: tabular-nums;
  }
  details {
    margin-top: 8px;
  }
  details dl.facts {
    margin-top: 8px;
  }
  summary {
    width: fit-content;
    padding-block: 8px;
    color: var(--ink-2);
    cursor: pointer;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 16px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .cols {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
    align-items: start;
  }
  @media (max-width: 380px) {
    dl.facts {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    dl.facts dd {
      margin-bottom: 8px;
    }
  }
  @media (min-width: 1000px) {
    .page {
      padding-inline: 32px;
    }
    .cols {
      grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr);
    }
  }
`;
