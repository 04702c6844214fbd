import { css } from 'lit';

/**
 * What all charts wear. Marks take their colour from `--mark` or from their own class; text stands
 * on the card. Where the system chooses the colours, areas are outlined and what is chosen is
 * filled.
 */
export const chartStyles = css`
  figure {
    display: grid;
    gap: 10px;
    grid-template-columns: minmax(0, 1fr);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 12px;
  }
  .summary {
    color: var(--ink-2);
    max-width: 75ch;
  }
  .readout {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 14px;
    min-height: 1.5em;
    font-size: var(--t-small);
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
  }
  .readout b {
    color: var(--ink);
    font-weight: 650;
  }
  .plot {
    position: relative;
    border-radius: var(--radius);
    touch-action: pan-y;
  }
  .plot.chooses {
    cursor: pointer;
  }
  .plot:focus-visible {
    outline-offset: 6px;
    border-radius: var(--radius);
  }
  svg {
    display: block;
    width: 100%;
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
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
  }
  text.strong {
    fill: var(--ink);
    font-weight: 600;
  }
  .cross {
    stroke: var(--ink-2);
    stroke-dasharray: 3 3;
  }
  .ring {
    fill: none;
    stroke: var(--ink);
    stroke-width: 2;
  }
  .faded {
    opacity: 0.35;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    font-size: var(--t-small);
    color: var(--ink-2);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .legend svg {
    width: 18px;
    height: 12px;
    flex: none;
  }
  summary {
    width: fit-content;
    min-height: 24px;
    padding-block: 6px;
    color: var(--accent);
    font-size: var(--t-small);
    cursor: pointer;
  }
  .twin {
    /* What is only read aloud in its cells scrolls with them. */
    position: relative;
    max-height: 340px;
    overflow: auto;
    border-radius: 4px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--t-small);
  }
  th {
    font-weight: 550;
    text-align: start;
  }
  th,
  td {
    padding: 6px 12px 6px 0;
    border-bottom: 1px solid var(--line);
    vertical-align: baseline;
  }
  td,
  th.number {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: no-preference) {
    .mark {
      transition: opacity var(--motion);
    }
  }
  @media (forced-colors: active) {
    .mark {
      fill: Canvas;
      stroke: CanvasText;
      stroke-width: 1.5;
    }
    .mark.chosen {
      fill: Highlight;
    }
    .mark.stroke {
      fill: none;
      stroke: CanvasText;
    }
    .faded {
      opacity: 1;
    }
    .grid,
    .zero,
    .cross,
    .ring {
      stroke: CanvasText;
    }
    text {
      fill: CanvasText;
    }
  }
`;
