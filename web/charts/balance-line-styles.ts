import { css } from 'lit';

export const balanceLineStyles = css`
  figure {
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .plot {
    position: relative;
    height: var(--height, 240px);
    border-radius: var(--radius);
    touch-action: pan-y;
  }
  svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: visible;
  }
  .grid {
    stroke: var(--line);
  }
  .zero {
    stroke: var(--line-strong);
  }
  text {
    fill: var(--ink-2);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .path {
    fill: none;
    stroke: var(--accent);
    stroke-width: 2;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .area {
    fill: var(--accent);
    opacity: 0.08;
  }
  .cross {
    stroke: var(--ink-2);
    stroke-dasharray: 3 3;
  }
  .point {
    fill: var(--card);
    stroke: var(--accent);
    stroke-width: 2.5;
  }
  .value {
    position: absolute;
    top: 0;
    padding: 3px 10px;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--card);
    font-size: var(--t-small);
    white-space: nowrap;
    pointer-events: none;
  }
  .value b {
    font-weight: 650;
  }
  summary {
    width: fit-content;
    padding-block: 10px;
    color: var(--accent);
    cursor: pointer;
  }
  .rows {
    max-height: 320px;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--t-small);
  }
  th {
    text-align: start;
    font-weight: 550;
  }
  th,
  td {
    padding: 5px 8px 5px 0;
    border-bottom: 1px solid var(--line);
  }
  .number {
    text-align: end;
  }
  @media (forced-colors: active) {
    .path {
      stroke: CanvasText;
    }
  }
`;
