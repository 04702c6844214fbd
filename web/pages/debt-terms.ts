import type { Money } from '#server/contract/money.ts';
import type { DebtTerms } from '#server/contract/wealth.ts';
import { base } from '#web/ui/base.ts';
import { isZero } from '#web/ui/decimal.ts';
import { dayLong, dayShort, moneyText, plural } from '#web/ui/format.ts';
import { aprWords, exactText, paymentOf, rateText, sentenceCase } from '#web/ui/wealth-words.ts';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { wealthStyles } from './wealth-styles.ts';

type Fact = [label: string, words: string];

/** What its last day is called. */
const ends: Partial<Record<DebtTerms['kind'], string>> = {
  mortgage: 'Matures',
  student: 'Paid off by',
  line: 'Can be drawn until',
};

const rateOf = ({ rate, rateKind }: DebtTerms) =>
  `${rateText(rate ?? '0')}${rateKind ? `, ${rateKind}` : ''}`;

/** What a bank tells of one debt: its rate, what is due when, and what else its kind has. */
@customElement('lb-debt-terms')
export class LbDebtTerms extends LitElement {
  static override styles = [base, wealthStyles];

  @property({ attribute: false }) accessor terms: DebtTerms | undefined;
  @property() accessor today = '';

  override render() {
    const { terms } = this;
    if (!terms) return nothing;
    const payment = paymentOf(terms, this.today);
    const more = [...this.#aprs(terms), ...this.#course(terms), ...this.#rest(terms)];
    return html`<dl class="facts">
        ${terms.rate ? this.#fact('Rate', rateOf(terms)) : nothing}
        ${this.#fact(
          'Next payment',
          html`<span class=${payment.state === 'late' ? 'amber' : ''}>${payment.words}</span>`,
        )}
        ${this.#statement(terms)}
      </dl>
      ${
        more.length
          ? html`<details>
              <summary>More the bank tells</summary>
              <dl class="facts">${more.map(([label, words]) => this.#fact(label, words))}</dl>
            </details>`
          : nothing
      }`;
  }

  #statement(terms: DebtTerms) {
    const { statementBalance, statementOn, paidAmount, paidOn, minimum, nextAmount } = terms;
    const lesser = minimum && !isZero(minimum.amount) && minimum.amount !== nextAmount?.amount;
    return html`${lesser ? this.#fact('At least', moneyText(minimum)) : nothing}
    ${this.#dated('Last statement', statementBalance, statementOn)}
    ${this.#dated('Last payment', paidAmount, paidOn)}`;
  }

  /** Of a card the rates beside that of purchases, each with what is owed at it. */
  #aprs({ aprs, rate }: DebtTerms): Fact[] {
    return aprs
      .filter(({ kind, percent }) => kind !== 'purchase_apr' || percent !== rate)
      .map(({ kind, percent, on }) => {
        const owed = on && !isZero(on.amount) ? ` on ${moneyText(on)}` : '';
        return [aprWords(kind), `${exactText(percent)}\u00a0%${owed}`];
      });
  }

  #course({ kind, endsOn, startedOn, borrowed, term }: DebtTerms): Fact[] {
    const since = startedOn ? `, ${dayLong(startedOn)}` : '';
    return [
      ...(endsOn ? [[ends[kind] ?? 'Ends', dayLong(endsOn)] as Fact] : []),
      ...(borrowed ? [['Borrowed', `${moneyText(borrowed)}${since}`] as Fact] : []),
      ...(term ? [['Term', term] as Fact] : []),
    ];
  }

  #rest(terms: DebtTerms): Fact[] {
    const { product, plan, status, statusUntil, paymentsLeft, paymentsMade } = terms;
    const until = statusUntil ? ` until ${dayLong(statusUntil)}` : '';
    const amount = (money: Money | null) =>
      money && !isZero(money.amount) ? moneyText(money) : null;
    const all: [string, string | null][] = [
      ['In escrow', amount(terms.escrow)],
      ['Would pay it off', amount(terms.payoff)],
      ['Interest not yet added', amount(terms.interestOwed)],
      ['Interest this year', amount(terms.interestThisYear)],
      ['Paid off this year', amount(terms.principalThisYear)],
      ['Late fee', amount(terms.lateFee)],
      ['Kind', product && sentenceCase(product)],
      ['Plan', plan],
      ['Status', status && `${sentenceCase(status)}${until}`],
      ['Guarantor', terms.guarantor],
      ['Mortgage insurance', terms.insured ? 'Yes' : null],
      ['Paying off early', terms.prepaymentPenalty ? 'Costs a penalty' : null],
      [
        'Toward forgiveness',
        paymentsLeft ? `${plural(paymentsMade ?? 0, 'payment')} made, ${paymentsLeft} to go` : null,
      ],
    ];
    return all.filter((fact): fact is Fact => fact[1] !== null);
  }

  #dated(label: string, amount: Money | null, day: string | null) {
    if (!amount) return nothing;
    return this.#fact(label, `${moneyText(amount)}${day ? `, ${dayShort(day, this.today)}` : ''}`);
  }

  #fact(label: string, words: unknown) {
    return html`<dt>${label}</dt>
      <dd>${words}</dd>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-debt-terms': LbDebtTerms;
  }
}
