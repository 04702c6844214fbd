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
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .search {
    position: relative;
    flex: 1 1 220px;
  }
  .search lb-icon {
    position: absolute;
    inset-inline-start: 12px;
    top: 50%;
    translate: 0 -50%;
    color: var(--ink-2);
    pointer-events: none;
  }
  .search .input {
    padding-inline-start: 38px;
  }
  .months {
    width: auto;
    max-width: 100%;
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
    .months {
      flex: 1 1 130px;
    }
    .list > :not(lb-register) {
      margin-inline: 16px;
    }
    .tools lb-button {
      flex: 1 1 100px;
    }
    .search {
      flex-basis: 100%;
    }
  }
`;
