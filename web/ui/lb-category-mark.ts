import type { Category } from '#server/contract/categories.ts';
import * as icons from 'lucide';
import type { IconNode } from 'lucide';
import { LitElement, css, html } from 'lit';
import type { PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './lb-icon.ts';

const looks: Record<string, [color: number, icon: IconNode]> = {
  INCOME: [9, icons.Banknote],
  LOAN_DISBURSEMENTS: [9, icons.HandCoins],
  LOAN_PAYMENTS: [11, icons.Landmark],
  TRANSFER_IN: [12, icons.ArrowDownLeft],
  TRANSFER_OUT: [12, icons.ArrowUpRight],
  BANK_FEES: [8, icons.ReceiptText],
  ENTERTAINMENT: [5, icons.Clapperboard],
  FOOD_AND_DRINK: [2, icons.Utensils],
  GENERAL_MERCHANDISE: [1, icons.ShoppingBag],
  HOME_IMPROVEMENT: [6, icons.Hammer],
  MEDICAL: [8, icons.HeartPulse],
  PERSONAL_CARE: [10, icons.Sparkles],
  GENERAL_SERVICES: [7, icons.Wrench],
  GOVERNMENT_AND_NON_PROFIT: [11, icons.Building2],
  TRANSPORTATION: [3, icons.Bus],
  TRAVEL: [7, icons.Plane],
  RENT_AND_UTILITIES: [4, icons.House],
};

const unknown: [number, IconNode] = [12, icons.Tag];

/** The custom property with a category's colour, for bars and dots. */
export const categoryColor = (category: Category | null | undefined): string =>
  `var(--cat-${(looks[category?.primary ?? ''] ?? unknown)[0]})`;

/**
 * A category's icon on a tint of its colour; the category's name stands beside it. Without a
 * category it is a plain tag.
 */
@customElement('lb-category-mark')
export class LbCategoryMark extends LitElement {
  static override styles = css`
    :host {
      display: inline-grid;
      place-items: center;
      flex: none;
      width: 36px;
      height: 36px;
      border-radius: 50%;
      color: var(--mark);
      background: color-mix(in oklab, var(--mark) 13%, transparent);
    }
  `;

  @property({ attribute: false }) accessor category: Category | null | undefined;

  override render() {
    const [, icon] = looks[this.category?.primary ?? ''] ?? unknown;
    return html`<lb-icon .icon=${icon}></lb-icon>`;
  }

  override updated(changed: PropertyValues) {
    super.updated(changed);
    this.style.setProperty('--mark', categoryColor(this.category));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-category-mark': LbCategoryMark;
  }
}
