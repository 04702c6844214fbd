import { css } from 'lit';

export const searchBoxStyles = css`
  .box {
    position: relative;
  }
  .box > lb-icon {
    position: absolute;
    inset-inline-start: 12px;
    top: 50%;
    translate: 0 -50%;
    color: var(--ink-2);
    pointer-events: none;
  }
  .box .input {
    padding-inline-start: 38px;
    text-overflow: ellipsis;
  }
  /* The same text once more above the input, seen by nothing but the line below a wrong word. */
  .mirror {
    position: absolute;
    inset: 1px 13px 1px 39px;
    display: flex;
    align-items: center;
    overflow: hidden;
    white-space: pre;
    font-size: max(16px, var(--t-body));
    color: transparent;
    pointer-events: none;
  }
  .mirror mark {
    background: none;
    color: transparent;
    text-decoration: underline wavy var(--red) 1.5px;
    text-underline-offset: 3px;
    text-decoration-skip-ink: none;
  }
  .error {
    display: flex;
    align-items: baseline;
    gap: 6px;
    margin-top: 6px;
    color: var(--red);
    font-size: var(--t-small);
    font-weight: 550;
  }
  .error:not(.told) {
    margin: 0;
  }
  .error lb-icon {
    flex: none;
    align-self: start;
    margin-top: 2px;
  }
  .error .button {
    min-height: max(28px, var(--target));
    padding: 0 4px;
    font-size: inherit;
    white-space: nowrap;
  }
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 6px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    color: var(--ink);
    box-shadow: 0 8px 32px oklch(0.2 0.02 50 / 0.16);
  }
  [role='option'] {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 12px;
    min-height: max(36px, var(--target));
    padding: 6px 10px;
    border-radius: 7px;
    cursor: pointer;
  }
  [role='option']:hover {
    background: var(--hover);
  }
  [role='option'].active {
    background: var(--accent-soft);
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .what {
    flex: none;
    max-width: 60%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .hint {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--ink-2);
    font-size: var(--t-small);
  }
`;
