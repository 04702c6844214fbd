import { css } from 'lit';

export const insightsStyles = css`
  .page {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
  .tabs {
    overflow-x: auto;
    scrollbar-width: none;
    margin-inline: -16px;
    padding-inline: 16px;
    border-bottom: 1px solid var(--line);
  }
  .tabs ul {
    display: flex;
    gap: 4px;
    width: max-content;
  }
  .tabs a {
    display: grid;
    place-items: center;
    min-height: max(40px, var(--target));
    padding-inline: 12px;
    border-bottom: 2px solid transparent;
    color: var(--ink-2);
    font-weight: 550;
    text-decoration: none;
    white-space: nowrap;
  }
  .tabs a:hover {
    color: var(--ink);
  }
  .tabs a:focus-visible {
    outline-offset: -3px;
  }
  .tabs a[aria-current] {
    border-color: var(--accent);
    color: var(--accent);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 10px 16px;
  }
  .tools .input {
    flex: 0 1 230px;
    width: auto;
    min-width: 0;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
  }
  .parts {
    display: grid;
    gap: 24px;
    grid-template-columns: minmax(0, 1fr);
  }
  .up {
    margin: -6px 0 -4px -10px;
  }
  .reckoned {
    margin-top: 10px;
  }
  .latest h2 {
    margin-bottom: 4px;
  }
  .latest > a {
    display: inline-flex;
    align-items: center;
    min-height: var(--target);
    margin-top: 8px;
  }
  @media (min-width: 1000px) {
    .page {
      padding-inline: 32px;
    }
    .two {
      display: grid;
      gap: 16px;
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .parts {
      grid-template-columns: minmax(0, 5fr) minmax(0, 7fr);
      align-items: start;
    }
  }
  @media (max-width: 999.9px) {
    .two {
      display: contents;
    }
  }
  /* Seven ranges beside each other on a phone. */
  @media (max-width: 479.9px) {
    .ranges {
      --chip-inline: 8px;
      gap: 4px;
    }
  }
  @media (forced-colors: active) {
    .tabs a[aria-current] {
      border-color: Highlight;
    }
  }
`;

/** For a part of a page that goes on with the page's own grid. */
export const within = css`
  :host {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
`;
