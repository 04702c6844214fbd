import { css } from 'lit';

/**
 * What every page and part wears: put it first in `static styles`. It also dresses the parts that
 * render into the scope they stand in, so that their controls belong to the form around them:
 * `lb-button`, `lb-field` and `lb-select`.
 *
 * Classes: `card`, `stack` (children 16 px apart), `line` (children in a row), `muted`, `small`,
 * `sr` (read aloud, not seen), `number` (tabular, right-aligned), `page` (the frame of a page).
 */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
  }
  ul,
  ol {
    padding: 0;
    list-style: none;
  }
  h1 {
    font-size: var(--t-large);
    font-weight: 650;
    line-height: 1.2;
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  h1:focus {
    outline: none;
  }
  h2 {
    font-size: var(--t-lead);
    font-weight: 650;
    line-height: 1.3;
  }
  h3 {
    font-size: var(--t-body);
    font-weight: 600;
  }
  p {
    text-wrap: pretty;
  }
  a {
    color: var(--accent);
    text-underline-offset: 0.18em;
    text-decoration-thickness: 1px;
  }
  a:hover {
    color: var(--accent-hover);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    border-radius: 4px;
  }
  .page {
    max-width: 1200px;
    margin-inline: auto;
    padding: 8px 16px 40px;
  }
  @media (min-width: 860px) {
    .page {
      padding-top: 24px;
    }
  }
  .card {
    background: var(--card);
    border: 1px solid var(--line);
    border-radius: var(--radius-card);
    padding: 20px;
  }
  .stack {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }
  .muted {
    color: var(--ink-2);
  }
  .small {
    font-size: var(--t-small);
  }
  .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }

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
  .field .hint {
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
    .input,
    .card {
      border-color: ButtonBorder;
    }
    .button[data-kind='primary'] {
      border: 2px solid ButtonText;
    }
  }
`;
