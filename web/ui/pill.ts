import { css } from 'lit';

/** A word or two in a frame: a state, a role; `needs` and `broken` ask for something. */
export const pillStyles = css`
  .pill {
    display: inline-block;
    padding: 1px 10px;
    border: 1px solid var(--line);
    border-radius: 99px;
    background: var(--sunken);
    font-size: var(--t-small);
    font-weight: 550;
  }
  .pill.needs {
    border-color: var(--amber-line);
    background: var(--amber-soft);
    color: var(--amber);
  }
  .pill.broken {
    border-color: var(--red-line);
    background: var(--red-soft);
    color: var(--red);
  }
`;
