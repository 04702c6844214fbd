import { css } from 'lit';

export const detailStyles = css`
  :host {
    display: grid;
    gap: 24px;
    grid-template-columns: minmax(0, 1fr);
  }
  .top {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 4px 14px;
  }
  .sum {
    font-size: var(--t-large);
    font-weight: 650;
    line-height: 1.2;
    letter-spacing: -0.01em;
  }
  .account {
    color: var(--ink-2);
  }
  .fields,
  .told {
    display: grid;
    gap: 16px;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 8px;
    margin-top: 2px;
    font-size: var(--t-small);
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .said .button,
  .unsaved .button {
    min-height: max(28px, var(--target));
    padding: 0 6px;
    font-size: var(--t-small);
  }
  .unsaved {
    display: flex;
    justify-content: flex-end;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(96px, 34%) minmax(0, 1fr);
    gap: 8px 16px;
    font-size: var(--t-small);
  }
  dt {
    color: var(--ink-2);
  }
  dd {
    overflow-wrap: anywhere;
  }
  .own {
    font-size: var(--t-body);
  }
  .told {
    gap: 12px;
    padding-top: 20px;
    border-top: 1px solid var(--line);
  }
  .ends {
    display: grid;
    gap: 8px;
    justify-items: start;
    padding-top: 20px;
    border-top: 1px solid var(--line);
  }
`;
