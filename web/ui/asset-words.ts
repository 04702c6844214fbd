import type { AssetKind } from '#server/contract/assets.ts';
import { Banknote, Car, Gem, HandCoins, House, Package, ReceiptText } from 'lucide';
import type { IconNode } from 'lucide';

interface Kind {
  value: AssetKind;
  label: string;
  group: 'You have' | 'You owe';
  /** A name that somebody might give it. */
  example: string;
}

/** What can be kept by hand, in the words of a household. */
export const assetKinds: readonly Kind[] = [
  { value: 'house', label: 'A house or flat', group: 'You have', example: 'Our house' },
  { value: 'car', label: 'A car', group: 'You have', example: 'The blue car' },
  { value: 'cash', label: 'Cash', group: 'You have', example: 'The jar in the kitchen' },
  { value: 'valuables', label: 'Valuables', group: 'You have', example: 'Grandmother’s ring' },
  { value: 'lent', label: 'Money lent to somebody', group: 'You have', example: 'Lent to Sam' },
  { value: 'thing', label: 'Something else', group: 'You have', example: 'The piano' },
  {
    value: 'borrowed',
    label: 'Money borrowed from somebody',
    group: 'You owe',
    example: 'Borrowed from Cleo',
  },
  { value: 'debt', label: 'Another debt', group: 'You owe', example: 'The dentist' },
];

export const isOwed = (kind: string): boolean =>
  assetKinds.find(({ value }) => value === kind)?.group === 'You owe';

/** What its value is called: `Worth`, or of a debt `Owed`. */
export const worthWord = (kind: string): string => (isOwed(kind) ? 'Owed' : 'Worth');

const icons: Record<AssetKind, IconNode> = {
  house: House,
  car: Car,
  cash: Banknote,
  valuables: Gem,
  lent: HandCoins,
  thing: Package,
  borrowed: HandCoins,
  debt: ReceiptText,
};

/** The picture of something kept by hand. */
export const assetIcon = (kind: string | null): IconNode => icons[kind as AssetKind] ?? Package;
