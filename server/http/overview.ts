import type { BankLink } from '#server/contract/links.ts';
import type { Overview } from '#server/contract/overview.ts';
import { Refusal } from '#server/contract/errors.ts';
import { listAccounts, sumNetWorth } from '#server/db/accounts.ts';
import { listBankLinks } from '#server/db/bankLinks.ts';
import { listJoints, listProbablyTwice } from '#server/db/joints.ts';
import { sumTogether } from '#server/db/rates.ts';
import { listTransactions } from '#server/db/register.ts';
import { countToReview } from '#server/db/review.ts';
import { sumFlows, sumFlowsByMonth, totalFlows, type FlowSum } from '#server/db/summary.ts';
import { addDays, firstOfMonth, monthBefore, monthsFrom } from '#server/domain/today.ts';
import type { Handler } from './deps.ts';
import { homeToday } from './homeToday.ts';
import { listCloseBudgets } from './budgetsRead.ts';
import { toBankLink } from './words.ts';

const LATEST = 8;
const TOP_CATEGORIES = 6;
const MOST_MONTHS = 600;

export const getOverview: Handler<'GET /api/overview'> = async (deps, { viewer }) => {
  const { household, today } = await homeToday(deps);
  const { currency, timeZone } = household;
  const month = { from: firstOfMonth(today), to: today, pending: true };
  const sameDay = monthBefore(today);
  const before = { from: firstOfMonth(sameDay), to: sameDay, pending: true };
  const [netWorth, now, previous, links, accounts, latest, joints, probablyTwice, toReview] =
    await Promise.all([
      sumNetWorth(deps.db, viewer, currency),
      sumFlows(deps.db, viewer, month),
      sumFlows(deps.db, viewer, before),
      listBankLinks(deps.db, viewer),
      listAccounts(deps.db, viewer),
      listTransactions(deps.db, viewer, {}, { limit: LATEST }),
      listJoints(deps.db, viewer),
      listProbablyTwice(deps.db, viewer),
      countToReview(deps.db, viewer),
    ]);
  const told = links.map((row) => toBankLink(deps, row, timeZone));
  const closeBudgets = await listCloseBudgets(deps, viewer);
  return {
    asOf: new Date(deps.now()).toISOString(),
    today,
    netWorth: {
      ...netWorth,
      together: await sumTogether(deps.db, netWorth.net, currency, today),
    },
    month: { month: today.slice(0, 7), ...totalFlows(now, currency) },
    previousMonth: { month: sameDay.slice(0, 7), ...totalFlows(previous, currency) },
    topCategories: now
      .filter((sum) => sum.flow === 'spending' && sum.amount.currency === currency)
      .slice(0, TOP_CATEGORIES)
      .map(({ flow: _flow, ...sum }) => sum),
    closeBudgets,
    banks: told
      .map((link) => ({
        link,
        accounts: accounts.filter((account) => account.linkId === link.id),
      }))
      // Another's link is of interest for the accounts that it shows here.
      .filter(({ link, accounts: shown }) => link.mine || shown.length > 0),
    byHand: accounts.filter(({ manual, closedAt }) => manual && closedAt === null),
    attention: told.flatMap(attentionFor).toSorted((a, b) => urgency(a) - urgency(b)),
    openJoints: joints.filter((one) => !one.joined && one.says !== false).length,
    probablyTwice,
    toReview,
    latest: latest.lines,
  };
};

type Attention = Overview['attention'][number];

const urgency = (one: Attention) => ['broken', 'needs_you', 'notice'].indexOf(one.severity);

function attentionFor(link: BankLink): Attention[] {
  const { id: linkId, state, sentence, action, institution } = link;
  const entry = (severity: Attention['severity'], text = sentence): Attention[] => [
    { linkId, severity, sentence: text, action },
  ];
  const named = sentence.includes(institution.name) ? sentence : `${institution.name}: ${sentence}`;
  switch (state) {
    case 'gone':
    case 'stopped':
      return entry('broken', named);
    case 'needs_sign_in':
    case 'expiring':
      return entry('needs_you', named);
    case 'waiting':
      return entry('notice', named);
    case 'archived':
      return [];
    default:
      if (action === 'add_accounts') return entry('notice', named);
      return link.clocks.stale ? entry('notice', link.clocks.sentence) : [];
  }
}

export const getSummary: Handler<'GET /api/summary'> = async (deps, { viewer, query }) => {
  const { household, today } = await homeToday(deps);
  const to = query.to ?? today;
  const from = query.from ?? addDays(to, 1 - (query.days ?? 30));
  if (from > to)
    throw new Refusal('bad_request', 'The first day comes after the last.', { field: 'from' });
  const span = { from, to, pending: query.pending === 'in' };
  const told = (sums: FlowSum[]) => ({
    ...totalFlows(sums, household.currency),
    categories: sums.map(({ flow: _flow, ...sum }) => sum),
  });
  if (query.by !== 'month') {
    return { from, to, ...told(await sumFlows(deps.db, viewer, span)) };
  }
  const months = monthsFrom(from, to);
  if (months.length > MOST_MONTHS)
    throw new Refusal('bad_request', 'That is more than fifty years.', { field: 'from' });
  const sums = await sumFlowsByMonth(deps.db, viewer, span);
  return {
    from,
    to,
    ...told(sums.all),
    months: months.map((month) => ({ month, ...told(sums.months.get(month) ?? []) })),
  };
};
