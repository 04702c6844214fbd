import { categoryGroups, describeCategory, isPrimary, type CategoryWords } from './categories.ts';

/** What the household says of a category or a group; null where Plaid's word stands. */
export interface CategoryEntry {
  code: string;
  own: boolean;
  isGroup: boolean;
  label: string | null;
  groupCode: string | null;
  icon: string | null;
  hidden: boolean;
  mergedInto: string | null;
}

/** A category as it is shown; `icon` where the household chose one. */
export interface ShownCategory extends CategoryWords {
  icon: string | null;
}

export interface ShownGroup {
  code: string;
  label: string;
  icon: string | null;
  own: boolean;
  hidden: boolean;
  categories: (ShownCategory & { own: boolean; hidden: boolean })[];
}

/** The stored codes that are shown under one: those named, and those below, but for a few. */
export interface Codes {
  exact: string[];
  below: string[];
  except: string[];
}

/** The categories of this household: Plaid's taxonomy and what the household made of it. */
export interface Dictionary {
  /** In words. What was merged is what it was merged into. */
  describe: (code: string, sentPrimary?: string | null) => ShownCategory;
  /** Whether a member may file under it. */
  knows: (code: string) => boolean;
  /** Which stored codes a person means who names a category or a group. */
  codesOf: (code: string) => Codes;
  /** Everything in reading order, hidden ones too; what was merged away is left out. */
  groups: ShownGroup[];
  /** What was merged, with what it is shown as. */
  merged: { code: string; label: string; into: ShownCategory }[];
  /** What stands of the household’s own about a code. */
  entry: (code: string) => CategoryEntry | undefined;
}

/** How a category counts; whoever moves or merges one may not change that. */
export function flowOfCode(code: string): 'income' | 'spending' | 'transfer' {
  if (code.startsWith('OWN_I_') || code.startsWith('INCOME')) return 'income';
  if (code.startsWith('OWN_S_')) return 'spending';
  const away = /^(TRANSFER_(IN|OUT)(_(ACCOUNT_TRANSFER|SAVINGS|INVESTMENT|CRYPTO)|$))/;
  return away.test(code) || /^(OWN_T_|LOAN_PAYMENTS_CREDIT_CARD|LOAN_DISBURSEMENTS)/.test(code)
    ? 'transfer'
    : 'spending';
}

export function createDictionary(entries: CategoryEntry[]): Dictionary {
  const byCode = new Map(entries.map((entry) => [entry.code, entry]));
  /** Ends: nothing is merged into what is merged away itself, whatever the table says. */
  const target = (code: string) => {
    const seen = new Set<string>();
    let at = code;
    while (!seen.has(at)) {
      seen.add(at);
      const next = byCode.get(at)?.mergedInto;
      if (!next) break;
      at = next;
    }
    return at;
  };
  const describe = (code: string, sentPrimary?: string | null): ShownCategory => {
    const shown = target(code);
    const entry = byCode.get(shown);
    const plain = describeCategory(shown, shown === code ? sentPrimary : null);
    return {
      code: shown,
      primary: entry?.groupCode ?? (entry?.isGroup ? shown : plain.primary),
      label: entry?.label ?? plain.label,
      icon: entry?.icon ?? null,
    };
  };
  const knows = (code: string) => {
    const plain = describeCategory(code);
    return byCode.get(code)?.own === true || known.has(plain.code);
  };
  const merged = (code: string) =>
    entries.filter((entry) => entry.mergedInto && target(entry.code) === code).map((e) => e.code);
  const codesOf = (code: string): Codes => {
    const shown = target(code);
    if (!isPrimary(shown) && !byCode.get(shown)?.isGroup) {
      return { exact: [shown, ...merged(shown)], below: [], except: [] };
    }
    const here = entries.filter((entry) => describe(entry.code).primary === shown);
    const away = entries.filter((entry) => describe(entry.code).primary !== shown);
    return {
      exact: [shown, ...here.map((entry) => entry.code)],
      below: isPrimary(shown) ? [shown] : [],
      except: isPrimary(shown) ? away.map((entry) => entry.code) : [],
    };
  };
  return {
    describe,
    knows,
    codesOf,
    groups: groupsOf(entries, describe),
    merged: entries
      .filter((entry) => entry.mergedInto)
      .map(({ code, label }) => ({
        code,
        label: label ?? describeCategory(code).label,
        into: describe(code),
      })),
    entry: (code) => byCode.get(code),
  };
}

const known = new Set(
  categoryGroups.flatMap((group) => [group.code, ...group.categories.map(({ code }) => code)]),
);

function groupsOf(entries: CategoryEntry[], describe: Dictionary['describe']): ShownGroup[] {
  const byCode = new Map(entries.map((entry) => [entry.code, entry]));
  const own = (group: boolean) =>
    entries.filter((entry) => entry.own && entry.isGroup === group).map(({ code }) => code);
  const heads = [...categoryGroups.map(({ code }) => code), ...own(true)];
  const all = [
    ...categoryGroups.flatMap(({ categories }) => categories.map(({ code }) => code)),
    ...own(false),
  ].filter((code) => !byCode.get(code)?.mergedInto);
  const under = Map.groupBy(
    all.map((code) => describe(code)),
    ({ primary }) => primary,
  );
  const facts = (code: string) => ({
    own: byCode.get(code)?.own ?? false,
    hidden: byCode.get(code)?.hidden ?? false,
  });
  return heads
    .filter((code) => !byCode.get(code)?.mergedInto)
    .map((code) => {
      const { label, icon } = describe(code);
      const categories = (under.get(code) ?? []).map((one) => ({ ...one, ...facts(one.code) }));
      return { code, label, icon, ...facts(code), categories };
    });
}
