import type { Money } from '#server/contract/money.ts';
import type { DebtTerms } from '#server/contract/wealth.ts';
import { base } from '#web/ui/base.ts';
import { isZero } from '#web/ui/decimal.ts';
import { dayLong, moneyText, plural } from '#web/ui/format.ts';
import { aprWords, exactText, paymentOf, rateText, sentenceCase } from '#web/ui/wealth-words.ts';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { wealthStyles } from './wealth-styles.ts';

const kinds: Record<DebtTerms['kind'], string> = {
  card: 'Card',
  mortgage: 'Mortgage',
  student: 'Student loan',
  loan: 'Loan',
  line: 'Credit line',
};

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
    return html`<dl class="facts">
      ${terms.rate ? this.#fact('Rate', this.#rate(terms)) : nothing}
      ${this.#fact(
        'Next payment',
        html`<span class=${payment.state === 'late' ? 'amber' : ''}>${payment.words}</span>`,
      )}
      ${this.#statement(terms)} ${this.#aprs(terms)} ${this.#course(terms)} ${this.#rest(terms)}
    </dl>`;
  }

  #rate({ rate, rateKind }: DebtTerms) {
    return `${rateText(rate ?? '0')}${rateKind ? `, ${rateKind}` : ''}`;
  }

  #statement(terms: DebtTerms) {
    const { statementBalance, statementOn, paidAmount, paidOn, minimum, nextAmount } = terms;
    const lesser = minimum && minimum.amount !== nextAmount?.amount;
    return html`${lesser ? this.#fact('At least', moneyText(minimum)) : nothing}
    ${this.#dated('Last statement', statementBalance, statementOn)}
    ${this.#dated('Last payment', paidAmount, paidOn)}`;
  }

  /** A card with several rates: each with what is owed at it. */
  #aprs({ aprs, rate }: DebtTerms) {
    const more = aprs.filter((apr) => aprs.length > 1 || apr.percent !== rate);
    return more.map(({ kind, percent, on }) => {
      const owed = on && !isZero(on.amount) ? ` on ${moneyText(on)}` : '';
      return this.#fact(aprWords(kind), `${exactText(percent)}\u00a0%${owed}`);
    });
  }

  #course(terms: DebtTerms) {
    const { kind, endsOn, startedOn, borrowed, term } = terms;
    const ends = { mortgage: 'Matures', student: 'Paid off by', line: 'Can be drawn until' };
    const since = startedOn ? `, ${dayLong(startedOn)}` : '';
    return html`${
      endsOn
        ? this.#fact((ends as Record<string, string>)[kind] ?? 'Ends', dayLong(endsOn))
        : nothing
    }
    ${borrowed ? this.#fact('Borrowed', `${moneyText(borrowed)}${since}`) : nothing}
    ${term ? this.#fact('Term', term) : nothing}`;
  }

  #rest(terms: DebtTerms) {
    const { product, plan, status, statusUntil, paymentsLeft, paymentsMade } = terms;
    const until = statusUntil ? ` until ${dayLong(statusUntil)}` : '';
    const amounts: [string, Money | null][] = [
      ['In escrow', terms.escrow],
      ['Would pay it off', terms.payoff],
      ['Interest not yet added', terms.interestOwed],
      ['Interest this year', terms.interestThisYear],
      ['Paid off this year', terms.principalThisYear],
      ['Late fee', terms.lateFee],
    ];
    const words: [string, string | null][] = [
      ['Kind', product ? sentenceCase(product) : kinds[terms.kind]],
      ['Plan', plan],
      ['Status', status ? `${sentenceCase(status)}${until}` : null],
      ['Guarantor', terms.guarantor],
      ['Mortgage insurance', terms.insured ? 'Yes' : null],
      ['Paying off early', terms.prepaymentPenalty ? 'Costs a penalty' : null],
      [
        'Toward forgiveness',
        paymentsLeft ? `${plural(paymentsMade ?? 0, 'payment')} made, ${paymentsLeft} to go` : null,
      ],
    ];
    return html`${amounts.map(([label, amount]) =>
      amount && !isZero(amount.amount) ? this.#fact(label, moneyText(amount)) : nothing,
    )}
    ${words.map(([label, text]) => (text ? this.#fact(label, text) : nothing))}`;
  }

  #dated(label: string, amount: Money | null, day: string | null) {
    if (!amount) return nothing;
    return this.#fact(label, `${moneyText(amount)}${day ? `, ${dayLong(day)}` : ''}`);
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
