import { css } from 'lit';

/** The shapes of rows that are on their way. */
export const waitingStyles = css`
  .waiting {
    cursor: default;
  }
  .waiting i {
    display: block;
    width: 60%;
    height: 0.75em;
    border-radius: 5px;
    background: var(--sunken);
  }
  .waiting .amount i {
    margin-inline-start: auto;
    width: 56px;
  }
  .narrow.waiting {
    grid-template-columns: var(--margin) minmax(0, 1fr) 68px;
    padding-inline-end: 12px;
  }
  .narrow.waiting > i {
    width: 100%;
  }
  .shape {
    display: grid;
    gap: 8px;
  }
  .shape i:last-child {
    width: 38%;
    height: 0.6em;
  }
  @media (forced-colors: active) {
    .waiting i {
      border: 1px solid GrayText;
    }
  }
`;
