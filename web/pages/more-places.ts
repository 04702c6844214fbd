import type { SignedIn } from '#web/state/session.ts';
import {
  ArrowLeftRight,
  Braces,
  ChartPie,
  ChevronRight,
  Coins,
  Eye,
  HandCoins,
  History,
  KeyRound,
  Landmark,
  ListChecks,
  ListFilter,
  PiggyBank,
  Repeat,
  Server,
  Shapes,
  Telescope,
  UsersRound,
} from 'lucide';
import type { IconNode } from 'lucide';
import { css, html, nothing } from 'lit';

interface Place {
  href: string;
  icon: IconNode;
  label: string;
  text: string;
  /** For owners alone, or for all but viewers. */
  owners?: true;
  editors?: true;
}

const groups: readonly { label: string; places: readonly Place[] }[] = [
  {
    label: 'Planning',
    places: [
      {
        href: '/budgets',
        icon: PiggyBank,
        label: 'Budgets',
        text: 'What you plan for a month, and what is left of it',
      },
      {
        href: '/recurring',
        icon: Repeat,
        label: 'What comes back',
        text: 'Bills, subscriptions and wages: what is due, what got dearer',
      },
      {
        href: '/forecast',
        icon: Telescope,
        label: 'Looking ahead',
        text: 'Whether it lasts until payday, and what you can pay',
      },
    ],
  },
  {
    label: 'In order',
    places: [
      {
        href: '/review',
        icon: ListChecks,
        label: 'To review',
        text: 'What is new, one at a time',
        editors: true,
      },
      {
        href: '/rules',
        icon: ListFilter,
        label: 'Rules',
        text: 'What is named, filed and tagged by itself as it arrives',
        editors: true,
      },
      {
        href: '/categories',
        icon: Shapes,
        label: 'Categories',
        text: 'What money is filed under, and categories of your own',
      },
      {
        href: '/transfers',
        icon: ArrowLeftRight,
        label: 'Transfers and refunds',
        text: 'What may belong together, to say yes or no to',
      },
    ],
  },
  {
    label: 'What you have',
    places: [
      {
        href: '/links',
        icon: Landmark,
        label: 'Banks',
        text: 'How each bank link is, and what to do about it',
      },
      {
        href: '/owed',
        icon: HandCoins,
        label: 'What you owe',
        text: 'Cards and loans with their rates and next payments',
      },
      {
        href: '/held',
        icon: ChartPie,
        label: 'What you hold',
        text: 'Accounts at brokers, what is in them, what was traded',
      },
      {
        href: '/currencies',
        icon: Coins,
        label: 'Currencies',
        text: 'What other currencies are worth in yours',
      },
    ],
  },
  {
    label: 'The household',
    places: [
      {
        href: '/household',
        icon: UsersRound,
        label: 'Household',
        text: 'Who belongs to it, invitations, its settings',
      },
      {
        href: '/sharing',
        icon: Eye,
        label: 'What others see',
        text: 'Who sees which of your accounts, and what you hide from them',
        editors: true,
      },
      {
        href: '/security',
        icon: KeyRound,
        label: 'Sign-in and security',
        text: 'Password, passkeys, a second step, your devices, tokens',
      },
      {
        href: '/history',
        icon: History,
        label: 'What happened',
        text: 'What you did, and what was done to you',
      },
      {
        href: '/appliance',
        icon: Server,
        label: 'The Ledgerberry box',
        text: 'Every bank link, who is signed in, what Plaid was asked',
        owners: true,
      },
      {
        href: '/api-docs',
        icon: Braces,
        label: 'For programs',
        text: 'The interface by which your own programs read and change things',
      },
    ],
  },
];

export const placesStyles = css`
  .places-group {
    display: grid;
    gap: 8px;
  }
  .places a {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 14px;
    min-height: 60px;
    padding: 8px 20px;
    color: var(--ink);
    text-decoration: none;
  }
  .places a:hover {
    background: var(--hover);
  }
  .places a:focus-visible {
    outline-offset: -2px;
    border-radius: var(--radius-card);
  }
  .places b {
    display: block;
    font-weight: 600;
  }
  .places lb-icon {
    color: var(--ink-2);
  }
  nav.places {
    padding: 0;
    overflow: hidden;
  }
`;

/** What has a page of its own and no place in the bar. */
export const morePlaces = ({ member }: SignedIn) =>
  groups.map(({ label, places }) => {
    const seen = places.filter(({ owners, editors }) =>
      owners ? member.role === 'owner' : !editors || member.role !== 'viewer',
    );
    if (seen.length === 0) return nothing;
    return html`<section class="places-group">
      <h2>${label}</h2>
      <nav class="card places" aria-label=${label}>
        <ul>
          ${seen.map(
            ({ href, icon, label: name, text }) =>
              html`<li>
                <a href=${href}
                  ><lb-icon .icon=${icon}></lb-icon
                  ><span><b>${name}</b><span class="small muted">${text}</span></span
                  ><lb-icon .icon=${ChevronRight}></lb-icon
                ></a>
              </li>`,
          )}
        </ul>
      </nav>
    </section>`;
  });
