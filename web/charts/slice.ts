import type { Money } from '#server/contract/money.ts';
import type { TemplateResult } from 'lit';

/** A part of a whole. */
export interface Slice {
  key: string;
  label: string;
  /** Above zero where it belongs to the whole; below, where more came back than went. */
  amount: Money;
  /** A custom property of the tokens, such as `var(--cat-3)`. */
  color: string;
  /** Where looking closer leads. */
  href?: string;
  /** Stands before the label: an icon. */
  mark?: TemplateResult;
  /** A quiet word behind the label: `12 transactions`. */
  note?: string;
}
