import { css } from 'lit';

export const filtersStyles = css`
  :host {
    display: grid;
    gap: 24px;
    grid-template-columns: minmax(0, 1fr);
  }
  fieldset {
    display: grid;
    gap: 10px;
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  legend {
    padding: 0 0 8px;
    font-weight: 650;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(150px, 100%), 1fr));
    gap: 12px;
  }
  /* A date box would rather be wider than half a phone. */
  .pair lb-field {
    min-width: 0;
  }
  .pair .field {
    grid-template-columns: minmax(0, 1fr);
  }
  .pair .input {
    min-width: 0;
    padding-inline: 10px 6px;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 10px;
    flex: 1;
    min-width: 0;
    min-height: max(34px, var(--target));
    cursor: pointer;
  }
  .check input {
    flex: none;
    width: 18px;
    height: 18px;
    margin: 0;
    accent-color: var(--accent);
  }
  .check .mask {
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
  }
  .bank {
    margin-top: 4px;
    font-size: var(--t-small);
    font-weight: 600;
    color: var(--ink-2);
  }
  .group {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .fold {
    display: grid;
    place-items: center;
    width: max(34px, var(--target));
    height: max(34px, var(--target));
    border: 0;
    border-radius: var(--radius);
    background: none;
    color: var(--ink-2);
    cursor: pointer;
  }
  .fold:hover {
    background: var(--hover);
  }
  .fold lb-icon {
    transition: rotate var(--motion);
  }
  .fold[aria-expanded='true'] lb-icon {
    rotate: 90deg;
  }
  .members {
    padding-inline-start: 28px;
  }
`;
