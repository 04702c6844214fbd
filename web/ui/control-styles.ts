import { css } from 'lit';

/** The part of `base` that dresses the controls which render into the scope they stand in. */
export const controls = css`
  /* lb-button */
  lb-button {
    display: inline-flex;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    width: 100%;
    min-height: max(40px, var(--target));
    padding: 4px 16px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--card);
    color: var(--ink);
    font-weight: 550;
    line-height: 1.25;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition: background-color var(--motion);
  }
  .button:hover {
    background: var(--hover);
    color: var(--ink);
  }
  .button[data-kind='primary'] {
    background: var(--accent);
    border-color: transparent;
    color: var(--accent-ink);
  }
  .button[data-kind='primary']:hover {
    background: var(--accent-hover);
  }
  .button[data-kind='plain'] {
    background: none;
    border-color: transparent;
    color: var(--accent);
    padding-inline: 10px;
  }
  .button[data-kind='plain']:hover {
    background: var(--hover);
  }
  .button[data-kind='danger'] {
    border-color: var(--red);
    color: var(--red);
  }
  .button[data-bare] {
    width: max(40px, var(--target));
    padding: 0;
  }
  .button:disabled,
  .button[aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  .button:focus-visible {
    border-radius: var(--radius);
  }
  .button lb-icon[data-busy] {
    animation: turn 900ms linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }

  lb-code-field lb-button {
    margin: 4px 0 0 -10px;
  }

  /* lb-check */
  .check {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 2px 10px;
    align-items: center;
  }
  .check input {
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--accent);
  }
  .check label {
    padding-block: 6px;
  }
  .check .hint {
    grid-column: 2;
  }

  /* lb-field, lb-select, lb-combobox */
  lb-field,
  lb-select {
    display: block;
  }
  .field {
    display: grid;
    gap: 6px;
  }
  .field label,
  .field .label {
    font-weight: 550;
  }
  .field .hint,
  .check .hint {
    color: var(--ink-2);
    font-size: var(--t-small);
  }
  .field .error {
    display: flex;
    gap: 6px;
    color: var(--red);
    font-size: var(--t-small);
    font-weight: 550;
  }
  .input {
    width: 100%;
    min-height: max(40px, var(--target));
    padding: 6px 12px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--card);
    color: var(--ink);
    /* 16 px keeps phones from zooming into the page. */
    font-size: max(16px, var(--t-body));
  }
  .input:focus-visible {
    outline-offset: -1px;
    border-radius: var(--radius);
  }
  .input[aria-invalid='true'] {
    border-color: var(--red);
  }
  .input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  textarea.input {
    min-height: 88px;
    resize: vertical;
    field-sizing: content;
  }
  .with-end {
    position: relative;
    display: grid;
  }
  .with-end .end {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 2px;
    display: grid;
    align-items: center;
  }
  .with-end .input {
    padding-inline-end: 52px;
  }
  @media (prefers-reduced-motion: reduce) {
    .button lb-icon[data-busy] {
      animation-duration: 4s;
    }
  }
  @media (forced-colors: active) {
    .button,
    .input {
      border-color: ButtonBorder;
    }
    .button[data-kind='primary'] {
      border: 2px solid ButtonText;
    }
  }
`;
