import type { BankLink } from '#server/contract/links.ts';
import { choiceStyles, choices } from '#web/ui/choice.ts';
import { plural } from '#web/ui/format.ts';
import { css, html } from 'lit';

/** What becomes of what a removed link brought. */
export type Keep = 'archive' | 'delete';

export const actionsStyles = [
  choiceStyles,
  css`
    .line + p {
      margin-top: 8px;
    }
  `,
];

/** The first step of removing: keep the history, or not. */
export const removeChoice = (link: BankLink, chosen: Keep, choose: (keep: Keep) => void) => {
  const accounts = plural(link.accounts.length, 'account');
  return html`<div class="stack">
    ${choices(
      {
        name: 'keep',
        legend: 'The connection ends at once. What should happen to its history?',
        chosen,
      },
      [
        {
          value: 'archive',
          title: 'Keep the history',
          text: `You can still look at ${accounts} and everything in them. Nothing new arrives.`,
        },
        {
          value: 'delete',
          title: 'Delete everything',
          text: `${accounts}, their transactions, and your names, notes and categories in them.`,
        },
      ],
      choose,
    )}
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
