import { css } from 'lit';

export const transactionsStyles = css`
  .page {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 16px;
  }
  .found {
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
    min-height: 1.5em;
  }
  .found lb-amount {
    color: var(--ink);
  }
  .tools,
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 8px;
  }
  .search {
    flex: 1 1 260px;
  }
  .months {
    width: auto;
    max-width: 100%;
  }
  lb-search-parts {
    margin-top: 24px;
  }
  .chosen {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
  }
  .chosen lb-chip {
    max-width: 100%;
  }
  .list {
    transition: opacity var(--motion);
  }
  .list[aria-busy='true'] {
    opacity: 0.6;
  }
  @media (max-width: 699px) {
    .page {
      padding-top: 8px;
      padding-inline: 0;
      gap: 12px;
    }
    .page > :not(.list) {
      margin-inline: 16px;
    }
    .list > :not(lb-register) {
      margin-inline: 16px;
    }
    .search {
      flex-basis: 100%;
    }
    /* One line, to be pushed aside with a finger. */
    .acts {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
      margin: -4px -16px;
      padding: 4px 16px;
      min-width: calc(100% + 32px);
    }
    .acts > * {
      flex: none;
    }
  }
`;
