import { css, html, nothing } from 'lit';

/** One of the ways to choose from: what it is, and what it means. */
export interface Choice<Value extends string> {
  value: Value;
  title: string;
  text: string;
  /** More of what it means, each on a line of its own. */
  lines?: readonly string[];
}

/** For whoever shows `choices`. */
export const choiceStyles = css`
  fieldset {
    display: grid;
    gap: 8px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 8px;
  }
  .choice {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 2px 12px;
    padding: 12px 14px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    cursor: pointer;
  }
  .choice:has(:checked) {
    border-color: var(--accent);
    background: var(--accent-soft);
  }
  .choice input {
    grid-row: span 3;
    width: 18px;
    height: 18px;
    margin: 3px 0 0;
    accent-color: var(--accent);
  }
  .choice b {
    font-weight: 600;
  }
  .lines {
    display: grid;
    gap: 4px;
    padding-top: 6px;
    overflow-wrap: anywhere;
  }
`;

/** A question with a few answers, each with what it means: radio buttons, large enough to touch. */
export const choices = <Value extends string>(
  given: { name: string; legend: string; chosen: Value | ''; required?: boolean },
  among: readonly Choice<Value>[],
  choose: (value: Value) => void,
) =>
  html`<fieldset>
    <legend>${given.legend}</legend>
    ${among.map(
      ({ value, title, text, lines = [] }) =>
        html`<label class="choice">
          <input
            type="radio"
            name=${given.name}
            value=${value}
            ?required=${given.required}
            .checked=${given.chosen === value}
            @change=${() => choose(value)}
          /><b>${title}</b><span class="small muted">${text}</span>${
            lines.length > 0
              ? html`<span class="lines small"
                  >${lines.map((line) => html`<span>${line}</span>`)}</span
                >`
              : nothing
          }</label
        >`,
    )}
  </fieldset>`;
