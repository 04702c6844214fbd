import type { Reason, Why as WhyReply } from '#server/contract/rules.ts';
import type { RuleValues } from '#server/domain/rules/evaluate.ts';
import type { Why } from './judge.ts';

/** A rule as the asker may hear of it. */
export type ToldRule =
  | { id: Reason['rule']; scope: 'own' | 'household'; when: string }
  | 'hidden'
  | 'gone';

/** All that reasons are made of, as the asker sees it. */
export interface WhyFacts {
  /** What people said of it. */
  own: Record<keyof RuleValues, boolean>;
  /** What is set at all. */
  set: Record<'category' | 'tags' | 'note' | 'leftOut' | 'reviewed' | 'split', boolean>;
  why: Partial<Record<string, Why>> | null;
  rule: (id: string) => ToldRule;
  /** Its category in words. */
  label: string;
  /** The bank says the category that is shown, and how sure it is of it. */
  bankSays: boolean;
  confidence: string | null;
  /** How many of the newest filings at this merchant agree, of those the asker sees. */
  filed: { agree: number; of: number };
  /** What it reads like, of what the asker sees. */
  like: string | null;
  /** Of an account that the asker linked: the filings are theirs to speak of. */
  mine: boolean;
}

/** Why each shown value is as it is, in words. */
export function sayWhy(facts: WhyFacts): WhyReply {
  const said = (what: keyof RuleValues, byHand: string, otherwise: Reason): Reason => {
    if (facts.own[what]) return plain('person', byHand);
    const why = facts.why?.[what];
    return why?.by === 'rule' ? byRule(facts.rule(why.rule)) : otherwise;
  };
  const byHand = (what: 'tags' | 'note' | 'leftOut', words: string) =>
    facts.set[what] ? { [what]: said(what, words, plain('nobody', 'Nobody knows why.')) } : {};
  return {
    name: said('name', 'Somebody here named it.', plain('bank', 'The bank names it so.')),
    category: facts.set.split
      ? plain('person', 'It is split: each part has its own.')
      : said('category', 'Somebody here chose it.', byPast(facts)),
    ...byHand('tags', 'Somebody here put them on.'),
    ...byHand('note', 'Somebody here wrote it.'),
    ...byHand('leftOut', 'Somebody here left it out.'),
    ...(facts.set.reviewed
      ? {
          reviewed: said(
            'reviewed',
            'Somebody here has looked at it.',
            plain('nobody', 'It was old already when it arrived.'),
          ),
        }
      : {}),
  };
}

const plain = (by: Reason['by'], sentence: string): Reason => ({ by, sentence, rule: null });

function byRule(rule: ToldRule): Reason {
  if (rule === 'hidden') return plain('rule', 'A rule says so.');
  if (rule === 'gone') return plain('rule', 'A rule said so that is there no more.');
  const whose = rule.scope === 'own' ? 'Your rule' : 'A rule of the household';
  const sentence = rule.when ? `${whose}: when ${rule.when}.` : `${whose} says so.`;
  return { by: 'rule', sentence, rule: rule.id };
}

function byPast(facts: WhyFacts): Reason {
  const { agree, of } = facts.filed;
  switch (facts.why?.category?.by) {
    case 'history':
      if (agree === 0) return plain('history', 'As it was filed here before.');
      if (of === 1) {
        const once = facts.mine ? 'You filed the last one here' : 'The last one here was filed';
        return plain('history', `${once} under ${facts.label}.`);
      }
      return plain(
        'history',
        facts.mine
          ? `You filed ${agree} of ${of} here under ${facts.label}.`
          : `${agree} of ${of} here were filed under ${facts.label}.`,
      );
    case 'similar':
      return plain(
        'similar',
        facts.like
          ? `It reads like “${facts.like}”, which was filed under ${facts.label}.`
          : `It reads like what was filed under ${facts.label} before.`,
      );
    case 'refund':
      return plain('refund', 'It pays back a purchase, and is filed as that one is.');
    default:
      return facts.set.category && facts.bankSays
        ? plain('bank', bankWords(facts.confidence))
        : plain('nobody', 'Nobody has said yet.');
  }
}

function bankWords(confidence: string | null): string {
  if (confidence === 'VERY_HIGH' || confidence === 'HIGH') return 'The bank says so, and is sure.';
  if (confidence === 'MEDIUM') return 'The bank says so, and is fairly sure.';
  return confidence === null ? 'The bank says so.' : 'The bank says so, but is not sure.';
}
