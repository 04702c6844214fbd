import {
  ArrowLeftRight,
  ChartColumn,
  Ellipsis,
  Landmark,
  LayoutDashboard,
  Search,
  Wallet,
} from 'lucide';
import { html, nothing } from 'lit';
import { openPalette } from './keys.ts';
import type { LiveState } from './live.ts';
import type { SignedIn } from './state/session.ts';
import { berry } from './ui/berry.ts';
import './ui/lb-icon.ts';

const places = [
  { href: '/', label: 'Overview', icon: LayoutDashboard },
  { href: '/transactions', label: 'Transactions', icon: ArrowLeftRight },
  { href: '/insights', label: 'Insights', icon: ChartColumn },
  { href: '/accounts', label: 'Accounts', icon: Wallet },
  // A phone's bar has room for five: there it is reached from More.
  { href: '/links', label: 'Banks', icon: Landmark, wide: true },
  { href: '/more', label: 'More', icon: Ellipsis },
];

const lineWords: Record<LiveState, string> = {
  live: 'Live',
  connecting: 'Connecting …',
  waiting: 'Offline',
};

/** The rail at the side, or on a phone the head above and the bar of places below. */
export const rail = (who: SignedIn | undefined, place: string | undefined, line: LiveState) =>
  html`<header class="rail">
    <a class="brand" href="/">${berry}Ledgerberry</a>
    ${
      who
        ? html`<button
            class="find"
            type="button"
            aria-label="Go to or do"
            aria-keyshortcuts="Control+K Meta+K"
            @click=${openPalette}
          >
            <lb-icon .icon=${Search}></lb-icon><span>Go to or do</span>
          </button>`
        : nothing
    }
    <nav aria-label="Places">
      <ul>
        ${places.map(
          ({ href, label, icon, wide }) =>
            html`<li class=${wide ? 'wide' : nothing}>
              <a href=${href} aria-current=${place === href ? 'page' : nothing}>
                <lb-icon .icon=${icon}></lb-icon><span>${label}</span>
              </a>
            </li>`,
        )}
      </ul>
    </nav>
    <div class="who">
      ${
        who
          ? html`<p class="household">${who.household.name}</p>
              <p class="member small muted">${who.member.name}</p>
              ${badge(who)}`
          : nothing
      }
      <p class="line-state small" role="status">
        ${who ? html`<span data-line=${line}>${lineWords[line]}</span>` : nothing}
      </p>
    </div>
  </header>`;

const badge = ({ demo, environment }: SignedIn) =>
  environment === 'production'
    ? nothing
    : html`<p class="badge small">
        ${demo ? 'Demo bank' : 'Test banks'}<span>: nothing here is real</span>
      </p>`;
