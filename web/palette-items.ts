import {
  ArrowRight,
  Bookmark,
  Keyboard,
  LogOut,
  Moon,
  Redo2,
  Search,
  Shapes,
  Store,
  Sun,
  Tag,
  Undo2,
  Wallet,
} from 'lucide';
import type { IconNode } from 'lucide';
import type { Account } from '#server/contract/accounts.ts';
import type { Change } from '#server/contract/transactions.ts';
import { routes } from './routes.ts';
import type { CategoryGroup } from './state/category-choice.ts';
import { phrase } from './state/search/parts.ts';
import { registerHref } from './state/transaction-filter.ts';

/** Something one can go to or do. */
export interface Item {
  label: string;
  /** What it is, in a word or two; what is typed is looked for in it too. */
  hint: string;
  icon: IconNode;
  /** An address, or what to do. */
  to: string | (() => unknown);
}

/** Pages whose address has several forms. */
const more: readonly (readonly [href: string, label: string])[] = [
  ['/insights/income', 'Income'],
  ['/insights/net-worth', 'Net worth'],
  ['/insights/assets', 'Assets'],
  ['/insights/debts', 'Debts'],
  ['/recurring/calendar', 'What comes back, as a month'],
];

const hidden = new Set(['/links/return', '/first-steps']);

/** Every page that an address leads to by itself, for whoever may see it. */
export const pages = (owner: boolean): Item[] => {
  const plain = routes.flatMap(({ path, title, access, place }) => {
    const href = path.source
      .replace(/\(\?:.*\)\?(?=\$$)/, '')
      .replace(/^\^|\$$/g, '')
      .replaceAll('\\/', '/');
    const whole = /^\/[a-z/-]*$/.test(href) && access === 'member' && place !== undefined;
    return whole && !hidden.has(href) && (owner || href !== '/appliance')
      ? [[href, title] as const]
      : [];
  });
  return [...plain, ...more].map(([to, label]) => ({ label, hint: 'Page', icon: ArrowRight, to }));
};

export const accountItems = (accounts: readonly Account[]): Item[] =>
  accounts.map(({ id, name, mask }) => ({
    label: name,
    hint: mask ? `Account ··${mask}` : 'Account',
    icon: Wallet,
    to: `/accounts/${id}`,
  }));

export const savedItems = (searches: readonly { name: string; search: string }[]): Item[] =>
  searches.map(({ name, search }) => ({
    label: name,
    hint: 'Saved search',
    icon: Bookmark,
    to: `/transactions?${search}`,
  }));

export const categoryItems = (groups: readonly CategoryGroup[]): Item[] =>
  groups.flatMap((group) =>
    [group, ...group.categories].map(({ code, label }) => ({
      label,
      hint: code === group.code ? 'Group of categories' : group.label,
      icon: Shapes,
      to: registerHref({ category: [code] }),
    })),
  );

export const merchantItems = (merchants: readonly { name: string }[]): Item[] =>
  merchants.map(({ name }) => ({
    label: name,
    hint: 'Merchant',
    icon: Store,
    to: registerHref({ q: `merchant:${phrase(name)}` }),
  }));

export const tagItems = (tags: readonly { tag: string }[]): Item[] =>
  tags.map(({ tag }) => ({
    label: tag,
    hint: 'Tag',
    icon: Tag,
    to: registerHref({ q: `tag:${phrase(tag)}` }),
  }));

export const searchItem = (typed: string): Item => ({
  label: `Search transactions for “${typed}”`,
  hint: 'Search',
  icon: Search,
  to: registerHref({ q: typed }),
});

interface Doing {
  step: (way: 'undo' | 'redo') => unknown;
  setTheme: (theme: 'light' | 'dark') => unknown;
  showKeys: () => unknown;
  signOut: () => unknown;
}

/** What can be done from anywhere, with what it would do in words. */
export function actions(
  { undo, redo }: { undo: Change | null; redo: Change | null },
  dark: boolean,
  { step, setTheme, showKeys, signOut }: Doing,
): Item[] {
  const put = (label: string, hint: string, icon: IconNode, to: Item['to']) => ({
    label,
    hint,
    icon,
    to,
  });
  return [
    ...(undo ? [put(`Undo: ${undo.sentence}`, 'Undo', Undo2, () => step('undo'))] : []),
    ...(redo ? [put(`Do again: ${redo.sentence}`, 'Redo', Redo2, () => step('redo'))] : []),
    dark
      ? put('Light colours', 'This device', Sun, () => setTheme('light'))
      : put('Dark colours', 'This device', Moon, () => setTheme('dark')),
    put('Keyboard shortcuts', 'Help', Keyboard, showKeys),
    put('Sign out', 'This device', LogOut, signOut),
  ];
}
