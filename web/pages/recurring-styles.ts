import { css } from 'lit';

export const recurringStyles = css`
  .page {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
    max-width: 980px;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .ways a {
    display: inline-flex;
    align-items: center;
    min-height: max(36px, var(--target));
    padding: 2px 16px;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
    background: var(--card);
    color: inherit;
    text-decoration: none;
  }
  .ways a[aria-current] {
    border-color: var(--accent);
    background: var(--accent-soft);
    font-weight: 600;
  }
  .sums {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr));
    gap: 16px 32px;
  }
  .sums h2 {
    color: var(--ink-2);
    font-size: var(--t-body);
    font-weight: 550;
  }
  .sums p lb-amount {
    font-size: inherit;
    font-weight: 550;
    letter-spacing: 0;
  }
  .sums div > lb-amount {
    font-size: var(--t-large);
    font-weight: 650;
    letter-spacing: -0.02em;
  }
  h2 {
    margin-bottom: 4px;
  }
  .news li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 10px;
    padding-block: 8px;
  }
  .news li + li,
  .rows li + li {
    border-top: 1px solid var(--line);
  }
  .news lb-icon {
    margin-top: 0.15em;
    color: var(--ink-2);
  }
  .news .pressing lb-icon {
    color: var(--amber);
  }
  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 12px;
    width: 100%;
    min-height: 60px;
    padding: 6px 8px;
    margin-inline: -8px;
    width: calc(100% + 16px);
    border-radius: var(--radius);
    color: inherit;
    text-decoration: none;
  }
  a.row:hover {
    background: var(--hover);
    color: inherit;
  }
  .name {
    display: block;
    font-weight: 550;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .about {
    display: block;
    font-size: var(--t-small);
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .where {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row .number {
    font-weight: 550;
  }
  .row .number .about {
    font-weight: 400;
  }
  .ask {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 0 0 12px 48px;
  }
  details > summary {
    min-height: var(--target);
    padding-block: 8px;
    font-weight: 600;
    cursor: pointer;
  }
  .late {
    color: var(--amber);
    font-weight: 550;
  }
`;
