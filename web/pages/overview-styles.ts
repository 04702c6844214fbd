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
  .head {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 12px;
  }
  .hero {
    display: block;
    font-size: clamp(1.25rem, 10cqi, var(--t-hero));
    font-weight: 650;
    line-height: 1.1;
    letter-spacing: -0.025em;
  }
  .worth {
    container-type: inline-size;
  }
  .worth h2 {
    margin-bottom: 4px;
    color: var(--ink-2);
    font-size: var(--t-body);
    font-weight: 550;
  }
  .worth lb-bars {
    margin-top: 16px;
  }
  .other {
    font-size: var(--t-title);
    font-weight: 600;
  }
  .where {
    margin-top: 24px;
    padding-top: 20px;
    border-top: 1px solid var(--line);
  }
  .bank + .bank {
    margin-top: 16px;
    padding-top: 16px;
    border-top: 1px solid var(--line);
  }
  .banks {
    font-size: var(--t-body);
  }
  .cols {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
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
      grid-template-columns: minmax(0, 1.55fr) minmax(0, 1fr);
      grid-template-rows: auto auto 1fr;
    }
    .worth,
    .month,
    .latest {
      grid-column: 1;
    }
    .banks {
      grid-column: 2;
      grid-row: 1 / span 3;
      align-self: start;
    }
  }
`;
