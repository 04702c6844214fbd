import type { Holding, InvestmentTransaction, Security } from 'plaid';
import type { BankHolding, BankSecurity, BankTrade } from '#server/domain/bankWealth.ts';
import { moneyOrNull, plainNumber, plainOrNull } from './fields.ts';
import {
  currencyOf,
  day,
  negate,
  requiredDay,
  requiredText,
  text,
  Untranslatable,
} from './translate.ts';

export function translateSecurity(security: Security): BankSecurity {
  const plaidId = requiredText(security.security_id, 'a security without an id');
  const where = `security ${plaidId}`;
  const kind = text(security.type)?.slice(0, 60) ?? null;
  const ticker = text(security.ticker_symbol)?.slice(0, 40) ?? null;
  return {
    plaidId,
    name: (text(security.name) ?? ticker ?? 'Unnamed').slice(0, 200),
    ticker,
    kind,
    isin: text(security.isin)?.slice(0, 12) ?? null,
    currency: currencyOf(security),
    isCash: kind === 'cash' || security.is_cash_equivalent === true,
    price: plainOrNull(security.close_price, where),
    priceOn: day(security.close_price_as_of),
  };
}

export function translateHolding(holding: Holding): BankHolding {
  const plaidAccountId = requiredText(holding.account_id, 'a holding without an account');
  const where = `a holding of ${plaidAccountId}`;
  const plaidSecurityId = requiredText(holding.security_id, `${where} without a security`);
  const currency = currencyOf(holding);
  const worth = moneyOrNull(holding.institution_value, currency, where);
  if (worth === null) throw new Untranslatable(`${where} has no worth`);
  return {
    plaidAccountId,
    plaidSecurityId,
    quantity: plainNumber(holding.quantity, `${where} quantity`),
    price: plainOrNull(holding.institution_price, `${where} price`),
    priceOn: day(holding.institution_price_as_of),
    worth,
    cost: moneyOrNull(holding.cost_basis, currency, where),
    currency,
  };
}

/** Plaid's sign (positive = cash goes) is turned round, as that of a transaction is. */
export function translateTrade(trade: InvestmentTransaction): BankTrade {
  const plaidId = requiredText(trade.investment_transaction_id, 'a trade without an id');
  const where = `trade ${plaidId}`;
  const currency = currencyOf(trade);
  const amount = moneyOrNull(trade.amount, currency, where);
  if (amount === null) throw new Untranslatable(`${where} has no amount`);
  return {
    plaidId,
    plaidAccountId: requiredText(trade.account_id, `${where} without an account`),
    plaidSecurityId: text(trade.security_id),
    day: requiredDay(trade.date, where),
    name: (text(trade.name) ?? 'Unnamed').slice(0, 500),
    amount: negate(amount),
    currency,
    quantity: plainNumber(trade.quantity, `${where} quantity`),
    price: plainNumber(trade.price, `${where} price`),
    fees: moneyOrNull(trade.fees, currency, where),
    kind: text(trade.type)?.slice(0, 40) ?? 'cash',
    subtype: text(trade.subtype)?.slice(0, 60) ?? null,
  };
}
