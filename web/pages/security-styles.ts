import { pillStyles } from '#web/ui/pill.ts';
import { css } from 'lit';

/** What the parts of the page share: rows of things, each with what can be done with it. */
export const securityStyles = css`
  ${pillStyles}
  .part {
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
  }
  .rows {
    width: 100%;
  }
  .rows li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 12px;
    min-height: 60px;
    padding-block: 8px;
  }
  .rows li + li {
    border-top: 1px solid var(--line);
  }
  .rows h3,
  .rows p {
    overflow-wrap: anywhere;
  }
  lb-notice,
  lb-skeleton {
    width: 100%;
  }
  fieldset {
    display: grid;
    gap: 4px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 4px;
    font-weight: 550;
  }
  code {
    overflow-wrap: anywhere;
    font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace;
  }
`;
