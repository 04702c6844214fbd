import { Refusal } from '#server/contract/errors.ts';
import { findRateReading } from '#server/db/rateReads.ts';
import { listCurrencies, listRates, loadRateBook, removeRate, setRate } from '#server/db/rates.ts';
import { convert } from '#server/domain/convert.ts';
import { stepOf } from './changes.ts';
import type { Handler } from './deps.ts';
import { homeToday } from './homeToday.ts';

const problems: Record<string, string> = {
  UNREACHABLE: 'The European Central Bank could not be reached. We try again by ourselves.',
  UNREADABLE: 'The European Central Bank’s file could not be read. We try again by ourselves.',
};

export const getRates: Handler<'GET /api/rates'> = async (deps, { viewer }) => {
  const { household, today } = await homeToday(deps);
  const [rates, currencies, book, reading] = await Promise.all([
    listRates(deps.db),
    listCurrencies(deps.db, viewer),
    loadRateBook(deps.db, today),
    findRateReading(deps.db),
  ]);
  return {
    rates,
    currencies: currencies
      .filter((currency) => currency !== household.currency)
      .map((currency) => {
        const one = [{ amount: '1', currency }];
        const [known] = convert(one, household.currency, today, book).rates;
        return { currency, rate: known?.rate ?? null, day: known?.day ?? null };
      }),
    ecb: {
      on: household.ecbRates,
      readAt: reading.readAt,
      problem: (reading.errorCode && problems[reading.errorCode]) || null,
    },
  };
};

export const postRate: Handler<'POST /api/rates'> = async (deps, { viewer, body }) => {
  const { today } = await homeToday(deps);
  if (body.day > today) {
    throw new Refusal('bad_request', 'That day is still to come.', { field: 'day' });
  }
  const said = await setRate(deps.db, viewer, body);
  if (!said) throw new Refusal('conflict', 'It stands so already.');
  const stored = (await listRates(deps.db)).find(({ id }) => id === said.rate);
  if (!stored) throw new Refusal('conflict', 'Too many rates are known already.');
  return { rate: stored, change: await stepOf(deps, viewer, said.change) };
};

export const deleteRate: Handler<'DELETE /api/rates/:id'> = async (deps, { viewer, params }) => {
  const step = await removeRate(deps.db, viewer, params.id);
  if (!step) throw new Refusal('not_found', 'There is no such rate said by hand.');
  return { change: await stepOf(deps, viewer, step.id) };
};
