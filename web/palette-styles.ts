import { css } from 'lit';

export const paletteStyles = css`
  ul {
    margin-top: 10px;
    min-height: min(52dvh, 420px);
    max-height: min(52dvh, 420px);
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 10px;
    min-height: max(40px, var(--target));
    padding: 4px 10px;
    border-radius: 7px;
    cursor: pointer;
  }
  li lb-icon,
  .hint {
    color: var(--ink-2);
  }
  li:hover {
    background: var(--hover);
  }
  .active {
    background: var(--accent-soft);
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .what {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .hint {
    max-width: 12em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--t-small);
  }
`;
