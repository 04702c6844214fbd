import { css } from 'lit';

export const sharingAccountsStyles = css`
  :host {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
  header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding-bottom: 12px;
  }
  h3 {
    font-size: var(--t-lead);
    overflow-wrap: anywhere;
  }
  h4 {
    margin: 0;
    font-size: var(--t-body);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  h4 a {
    color: inherit;
    text-decoration: none;
  }
  h4 a:hover {
    text-decoration: underline;
  }
  .all {
    display: grid;
    gap: 8px;
    padding: 10px 10px 12px;
    margin-bottom: 4px;
    border-radius: var(--radius);
    background: var(--sunken);
  }
  li {
    display: grid;
    gap: 4px;
    grid-template-columns: minmax(0, 1fr);
    padding-block: 14px 4px;
  }
  li + li {
    border-top: 1px solid var(--line);
  }
  .closed li:first-child,
  header + ul > li:first-child {
    padding-top: 0;
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
  }
  .mask {
    white-space: nowrap;
  }
  li > p {
    padding-bottom: 4px;
  }
  summary {
    width: fit-content;
    padding-block: 10px;
    color: var(--ink-2);
    cursor: pointer;
  }
`;
