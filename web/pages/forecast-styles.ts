import { css } from 'lit';

export const forecastStyles = css`
  .page {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
    max-width: 980px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .lead {
    font-size: var(--t-lead);
  }
  .cols {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
    align-items: start;
  }
  h2 {
    margin-bottom: 8px;
  }
  form {
    display: grid;
    gap: 12px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr));
    align-items: end;
  }
  form lb-button {
    justify-self: start;
  }
  .answer {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 10px;
    margin-top: 16px;
    padding: 12px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--sunken);
  }
  .answer lb-icon {
    margin-top: 0.1em;
    font-size: 1.25rem;
  }
  .answer.tight,
  .answer.no {
    border-color: var(--amber-line);
    background: var(--amber-soft);
  }
  .answer.tight lb-icon,
  .answer.no lb-icon {
    color: var(--amber);
  }
  .planned h3 {
    padding: 12px 0 2px;
    font-size: var(--t-small);
    color: var(--ink-2);
  }
  .planned li,
  .accounts li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: baseline;
    gap: 0 12px;
    padding-block: 6px;
  }
  .accounts li + li {
    border-top: 1px solid var(--line);
  }
  .name {
    font-weight: 550;
    overflow-wrap: anywhere;
  }
  .about {
    display: block;
    font-size: var(--t-small);
    color: var(--ink-2);
  }
  .short {
    color: var(--amber);
    font-weight: 550;
  }
  @media (min-width: 860px) {
    .cols {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
`;
