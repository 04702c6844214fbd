import { css } from 'lit';

export const accountStyles = css`
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
  .head {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 4px 14px;
  }
  lb-bank-badge {
    --size: 48px;
  }
  .by-hand {
    display: grid;
    place-items: center;
    width: 48px;
    height: 48px;
    border-radius: 28%;
    background: var(--sunken);
    color: var(--ink-2);
    font-size: 1.375rem;
  }
  h1 {
    overflow-wrap: anywhere;
  }
  .mask {
    white-space: nowrap;
  }
  .hero {
    display: block;
    font-size: clamp(2rem, 9vw, var(--t-hero));
    font-weight: 650;
    line-height: 1.1;
    letter-spacing: -0.025em;
  }
  .worth h2 {
    margin-bottom: 4px;
    color: var(--ink-2);
    font-size: var(--t-body);
    font-weight: 550;
  }
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 8px 20px;
    margin-top: 16px;
  }
  dt {
    color: var(--ink-2);
  }
  dd {
    font-variant-numeric: tabular-nums;
  }
  .amber {
    color: var(--amber);
  }
  .cols {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
  @media (min-width: 1000px) {
    .page {
      padding-inline: 32px;
    }
    .cols {
      grid-template-columns: minmax(0, 1.55fr) minmax(0, 1fr);
      grid-template-rows: auto auto auto 1fr;
    }
    .history,
    .sharing {
      align-self: start;
    }
    .latest {
      grid-column: 2;
      grid-row: 1 / span 4;
      align-self: start;
    }
  }
`;
