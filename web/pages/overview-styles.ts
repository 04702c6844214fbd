import { css } from 'lit';

export const styles = css`
  .page {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
  h2 {
    margin-bottom: 12px;
  }
  .where {
    margin-top: 24px;
    padding-top: 20px;
    border-top: 1px solid var(--line);
  }
  .each {
    columns: 320px;
    column-gap: 48px;
    margin-bottom: -20px;
  }
  .bank {
    break-inside: avoid;
    padding-bottom: 20px;
  }
  .cols {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
  .upcoming {
    /* Its lines come when it is seen: what is below must not move by much. */
    min-height: 320px;
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
    .cols {
      grid-template-columns: minmax(0, 1.3fr) minmax(0, 1fr);
      grid-template-rows: auto 1fr auto;
    }
    .worth,
    .month {
      grid-column: 1;
    }
    .month {
      grid-row: 2 / span 2;
    }
    .latest {
      grid-column: 2;
      grid-row: 1 / span 2;
    }
    .upcoming {
      grid-column: 2;
      grid-row: 3;
    }
    .banks {
      grid-column: 1 / -1;
    }
  }
`;
