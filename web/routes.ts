/**
 * Every address of the interface and the page behind it. A page is an element; the router gives it
 * `params` (from its path) and `query` (a URLSearchParams) as properties where it declares them,
 * and keeps the same element while only those change.
 */
export interface Route {
  /** Named groups become `params`. */
  path: RegExp;
  tag: string;
  /** In the tab until the page knows better (`titlePage`). */
  title: string;
  /** Which of the places of the rail it belongs to. */
  place?: string;
  /** `out`: for who is not signed in; it is shown without the rail. */
  access: 'member' | 'out' | 'anyone';
  load: () => Promise<unknown>;
}

const id = '(?<id>[0-9a-f-]{36})';

export const routes: readonly Route[] = [
  {
    path: /^\/$/,
    tag: 'lb-page-overview',
    title: 'Overview',
    place: '/',
    access: 'member',
    load: () => import('./pages/overview.ts'),
  },
  {
    path: new RegExp(`^/transactions(?:/${id})?$`),
    tag: 'lb-page-transactions',
    title: 'Transactions',
    place: '/transactions',
    access: 'member',
    load: () => import('./pages/transactions.ts'),
  },
  {
    path: /^\/review$/,
    tag: 'lb-page-review',
    title: 'To review',
    place: '/transactions',
    access: 'member',
    load: () => import('./pages/review.ts'),
  },
  {
    path: /^\/recurring(?:\/(?<part>calendar))?$/,
    tag: 'lb-page-recurring',
    title: 'What comes back',
    place: '/more',
    access: 'member',
    load: () => import('./pages/recurring.ts'),
  },
  {
    path: /^\/forecast$/,
    tag: 'lb-page-forecast',
    title: 'Looking ahead',
    place: '/more',
    access: 'member',
    load: () => import('./pages/forecast.ts'),
  },
  {
    path: /^\/budgets$/,
    tag: 'lb-page-budgets',
    title: 'Budgets',
    place: '/more',
    access: 'member',
    load: () => import('./pages/budgets.ts'),
  },
  {
    path: /^\/transfers$/,
    tag: 'lb-page-transfers',
    title: 'What may belong together',
    place: '/transactions',
    access: 'member',
    load: () => import('./pages/transfers.ts'),
  },
  {
    path: /^\/categories$/,
    tag: 'lb-page-categories',
    title: 'Categories',
    place: '/more',
    access: 'member',
    load: () => import('./pages/categories.ts'),
  },
  {
    path: /^\/rules$/,
    tag: 'lb-page-rules',
    title: 'Rules',
    place: '/more',
    access: 'member',
    load: () => import('./pages/rules.ts'),
  },
  {
    path: /^\/insights(?:\/(?<flow>spending|income))?$/,
    tag: 'lb-page-flow',
    title: 'Spending',
    place: '/insights',
    access: 'member',
    load: () => import('./pages/flow.ts'),
  },
  {
    path: /^\/insights\/cash-flow$/,
    tag: 'lb-page-cash-flow',
    title: 'Cash flow',
    place: '/insights',
    access: 'member',
    load: () => import('./pages/cash-flow.ts'),
  },
  {
    path: /^\/insights\/(?<worth>net-worth|assets|debts)$/,
    tag: 'lb-page-worth',
    title: 'Net worth',
    place: '/insights',
    access: 'member',
    load: () => import('./pages/worth.ts'),
  },
  {
    path: /^\/accounts$/,
    tag: 'lb-page-accounts',
    title: 'Accounts',
    place: '/accounts',
    access: 'member',
    load: () => import('./pages/accounts.ts'),
  },
  {
    path: new RegExp(`^/accounts/${id}$`),
    tag: 'lb-page-account',
    title: 'Account',
    place: '/accounts',
    access: 'member',
    load: () => import('./pages/account.ts'),
  },
  {
    path: /^\/owed$/,
    tag: 'lb-page-owed',
    title: 'What you owe',
    place: '/accounts',
    access: 'member',
    load: () => import('./pages/owed.ts'),
  },
  {
    path: /^\/held$/,
    tag: 'lb-page-held',
    title: 'What you hold',
    place: '/accounts',
    access: 'member',
    load: () => import('./pages/held.ts'),
  },
  {
    path: /^\/currencies$/,
    tag: 'lb-page-currencies',
    title: 'Currencies',
    place: '/more',
    access: 'member',
    load: () => import('./pages/currencies.ts'),
  },
  {
    path: /^\/links$/,
    tag: 'lb-page-links',
    title: 'Banks',
    place: '/links',
    access: 'member',
    load: () => import('./pages/links.ts'),
  },
  {
    path: /^\/links\/return$/,
    tag: 'lb-page-link-return',
    title: 'Back from the bank',
    place: '/links',
    access: 'member',
    load: () => import('./pages/link-return.ts'),
  },
  {
    path: new RegExp(`^/links/${id}$`),
    tag: 'lb-page-link',
    title: 'Bank link',
    place: '/links',
    access: 'member',
    load: () => import('./pages/link.ts'),
  },
  {
    path: /^\/more$/,
    tag: 'lb-page-more',
    title: 'More',
    place: '/more',
    access: 'member',
    load: () => import('./pages/more.ts'),
  },
  {
    path: /^\/household$/,
    tag: 'lb-page-household',
    title: 'Household',
    place: '/more',
    access: 'member',
    load: () => import('./pages/household.ts'),
  },
  {
    path: /^\/sharing$/,
    tag: 'lb-page-sharing',
    title: 'What others see',
    place: '/more',
    access: 'member',
    load: () => import('./pages/sharing.ts'),
  },
  {
    path: /^\/first-steps$/,
    tag: 'lb-page-first-steps',
    title: 'First steps',
    access: 'member',
    load: () => import('./pages/first-steps.ts'),
  },
  {
    path: /^\/history$/,
    tag: 'lb-page-history',
    title: 'What happened',
    place: '/more',
    access: 'member',
    load: () => import('./pages/history.ts'),
  },
  {
    path: /^\/appliance(?:\/(?<part>record|sign-ins|history))?$/,
    tag: 'lb-page-appliance',
    title: 'The Ledgerberry box',
    place: '/more',
    access: 'member',
    load: () => import('./pages/appliance.ts'),
  },
  {
    path: /^\/api-docs$/,
    tag: 'lb-page-api-docs',
    title: 'For programs',
    place: '/more',
    access: 'member',
    load: () => import('./pages/api-docs.ts'),
  },
  {
    path: /^\/join$/,
    tag: 'lb-page-join',
    title: 'Your invitation',
    access: 'anyone',
    load: () => import('./pages/join.ts'),
  },
  {
    path: /^\/security$/,
    tag: 'lb-page-security',
    title: 'Sign-in and security',
    place: '/more',
    access: 'member',
    load: () => import('./pages/security.ts'),
  },
  {
    path: /^\/sign-in$/,
    tag: 'lb-page-sign-in',
    title: 'Sign in',
    access: 'out',
    load: () => import('./pages/sign-in.ts'),
  },
  {
    path: /^\/setup$/,
    tag: 'lb-page-setup',
    title: 'Set up',
    access: 'out',
    load: () => import('./pages/setup.ts'),
  },
  {
    path: /^\/welcome$/,
    tag: 'lb-page-welcome',
    title: 'Welcome',
    access: 'anyone',
    load: () => import('./pages/welcome.ts'),
  },
];

export interface Match {
  route: Route;
  params: Record<string, string>;
  query: URLSearchParams;
}

/** The page for an address, or undefined where it is none of ours. */
export function match(url: URL, among: readonly Route[] = routes): Match | undefined {
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
  for (const route of among) {
    const found = route.path.exec(path);
    if (!found) continue;
    const groups = Object.entries(found.groups ?? {}).filter(([, value]) => value !== undefined);
    return { route, params: Object.fromEntries(groups), query: url.searchParams };
  }
  return undefined;
}
