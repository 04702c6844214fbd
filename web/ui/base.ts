import { css } from 'lit';
import { controls } from './control-styles.ts';

/**
 * What every page and part wears: put it first in `static styles`. It also dresses the parts that
 * render into the scope they stand in, so that their controls belong to the form around them:
 * `lb-button`, `lb-check`, `lb-field` and `lb-select`.
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
  @media (forced-colors: active) {
    .card {
      border-color: ButtonBorder;
    }
  }
  ${controls}
`;
