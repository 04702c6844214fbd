import { css } from 'lit';

export const reviewStyles = css`
  .page {
    display: grid;
    gap: 12px;
    max-width: 640px;
  }
  .one {
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
  }
  .head {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 12px;
    font-size: var(--t-lead);
  }
  .head h2 {
    overflow-wrap: anywhere;
  }
  .head h2 a {
    color: inherit;
    text-decoration-color: var(--line-strong);
  }
  .head lb-amount {
    font-weight: 650;
  }
  .said {
    overflow-wrap: anywhere;
  }
  .right lb-button {
    width: 100%;
  }
  .likely {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .turns {
    justify-content: space-between;
  }
  @media (pointer: coarse) {
    .keys {
      display: none;
    }
  }
`;
