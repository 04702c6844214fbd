import { css } from 'lit';

export const budgetsStyles = css`
  .page {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
    max-width: 860px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .months {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .months h2 {
    min-width: 9.5rem;
    text-align: center;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .top {
    display: grid;
    gap: 10px;
    grid-template-columns: minmax(0, 1fr);
  }
  .top h2 {
    color: var(--ink-2);
    font-size: var(--t-body);
    font-weight: 550;
  }
  .hero {
    font-size: clamp(1.5rem, 9vw, var(--t-hero));
    font-weight: 650;
    line-height: 1.1;
    letter-spacing: -0.02em;
    font-variant-numeric: tabular-nums;
  }
  .list {
    padding: 4px 0;
    overflow: hidden;
  }
  .list > h2 {
    padding: 14px 20px 6px;
  }
  .list li + li {
    border-top: 1px solid var(--line);
  }
  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 4px 12px;
    width: 100%;
    padding: 12px 20px;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .row:hover {
    background: var(--hover);
  }
  .row:focus-visible {
    outline-offset: -3px;
    border-radius: var(--radius);
  }
  .row lb-category-mark {
    grid-row: span 3;
    align-self: start;
  }
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .left {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .wide {
    grid-column: 2 / -1;
  }
  .told {
    color: var(--ink-2);
    font-size: var(--t-small);
    font-variant-numeric: tabular-nums;
  }
  .foot {
    padding: 8px 12px;
    border-top: 1px solid var(--line);
  }
  .notes {
    display: grid;
    gap: 6px;
  }
  @media (max-width: 420px) {
    .row {
      padding-inline: 14px;
    }
  }
`;

export const budgetDialogStyles = css`
  .all,
  form {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
  .choices {
    display: grid;
    gap: 4px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .choices label {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: var(--target);
  }
  legend {
    padding: 0;
    font-weight: 550;
  }
  .stands b {
    font-size: var(--t-title);
  }
  .averages {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
  }
  .more {
    padding-top: 16px;
    border-top: 1px solid var(--line);
  }
`;
