import { css } from 'lit';

export const monthStyles = css`
  :host {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
  .head {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .head h2 {
    flex: 1;
  }
  .now,
  .turn {
    display: inline-grid;
    place-items: center;
    min-height: var(--target);
  }
  .turn {
    min-width: var(--target);
    border-radius: var(--radius);
    color: var(--ink);
  }
  .turn:hover {
    background: var(--hover);
  }
  table {
    width: 100%;
    margin-top: 12px;
    border-collapse: collapse;
    table-layout: fixed;
  }
  th {
    padding: 4px 2px;
    font-size: var(--t-small);
    font-weight: 500;
    color: var(--ink-2);
  }
  abbr {
    text-decoration: none;
  }
  td {
    height: 52px;
    padding: 0;
    border: 1px solid var(--line);
    vertical-align: top;
  }
  td.none {
    background: var(--sunken);
  }
  td > a,
  td > .date {
    display: block;
    min-height: 52px;
    padding: 3px 4px;
  }
  td > a {
    height: 100%;
    color: inherit;
    text-decoration: none;
  }
  td > a:hover {
    background: var(--hover);
  }
  td > a:focus-visible {
    outline-offset: -2px;
  }
  .date {
    font-size: var(--t-small);
    font-variant-numeric: tabular-nums;
    color: var(--ink-2);
  }
  .today .date {
    font-weight: 700;
    color: var(--accent);
  }
  td.today {
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  .marks {
    display: flex;
    flex-wrap: wrap;
    gap: 1px;
    font-size: 0.8rem;
  }
  .what,
  .sum {
    display: none;
  }
  .mark {
    color: var(--ink-2);
  }
  .mark.differs,
  .mark.double,
  .mark.late,
  .mark.missed {
    color: var(--amber);
  }
  .more {
    font-size: 0.75rem;
    color: var(--ink-2);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin-top: 12px;
    font-size: var(--t-small);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .days h3 {
    padding: 12px 0 2px;
    font-size: var(--t-small);
    color: var(--ink-2);
    scroll-margin-top: 80px;
  }
  .days section:first-child h3 {
    padding-top: 0;
  }
  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 12px;
    min-height: 52px;
    padding: 4px 8px;
    margin-inline: -8px;
    border-radius: var(--radius);
    color: inherit;
    text-decoration: none;
  }
  .row:hover {
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
  }
  @media (min-width: 860px) {
    td,
    td > a,
    td > .date {
      height: 96px;
    }
    .marks {
      display: grid;
      gap: 1px;
    }
    td .mark {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto;
      align-items: center;
      gap: 4px;
      font-size: 0.75rem;
      line-height: 1.35;
    }
    .what {
      display: block;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      color: var(--ink);
    }
    .sum {
      display: block;
      font-variant-numeric: tabular-nums;
    }
  }
`;
