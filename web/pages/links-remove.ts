import type { BankLink } from '#server/contract/links.ts';
import { plural } from '#web/ui/format.ts';
import { css, html } from 'lit';

/** What becomes of what a removed link brought. */
export type Keep = 'archive' | 'delete';

export const actionsStyles = css`
  .line + p {
    margin-top: 8px;
  }
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
  label {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 2px 12px;
    padding: 12px 14px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    cursor: pointer;
  }
  label:has(:checked) {
    border-color: var(--accent);
    background: var(--accent-soft);
  }
  label input {
    grid-row: span 2;
    width: 18px;
    height: 18px;
    margin: 3px 0 0;
    accent-color: var(--accent);
  }
  label b {
    font-weight: 600;
  }
`;

/** The first step of removing: keep the history, or not. */
export const removeChoice = (link: BankLink, chosen: Keep, choose: (keep: Keep) => void) => {
  const accounts = plural(link.accounts.length, 'account');
  const choice = (keep: Keep, title: string, text: string) =>
    html`<label>
      <input type="radio" name="keep" .checked=${chosen === keep} @change=${() => choose(keep)} /><b
        >${title}</b
      ><span class="small muted">${text}</span></label
    >`;
  return html`<div class="stack">
    <fieldset>
      <legend>The connection ends at once. What should happen to its history?</legend>
      ${choice(
        'archive',
        'Keep the history',
        `You can still look at ${accounts} and everything in them. Nothing new arrives.`,
      )}
      ${choice(
        'delete',
        'Delete everything',
        `${accounts}, their transactions, and your own names, notes and categories in them.`,
      )}
    </fieldset>
    <p class="small muted">
      Either way it stays counted as one of your plan’s connections. A connection that only needs a
      new sign-in is better repaired than removed.
    </p>
  </div>`;
};

/** The second step of deleting: what goes, in numbers. */
export const lastWarning = ({ accounts, institution, progress }: BankLink) =>
  html`<p>
    ${plural(accounts.length, 'account')} and ${plural(progress.transactions, 'transaction')} from
    ${institution.name} are taken away, with everything you wrote on them. This cannot be taken
    back.
  </p>`;
