import type { Account } from '#server/contract/accounts.ts';
import type { BankLink } from '#server/contract/links.ts';
import type { OwnSharing } from '#web/state/sharing.ts';
import { listed } from '#web/ui/format.ts';

/** Who goes on with what they see in full; null: nobody, everything goes. */
export type Receiver = { id: string; name: string; me: boolean } | null;

type Named = Pick<BankLink['accounts'][number], 'id' | 'name'>;

const line = (before: string, what: readonly string[]): string[] =>
  what.length > 0 ? [`${before} ${listed(what)}.`] : [];

const namesOf = (some: readonly { name: string }[]): string[] => some.map(({ name }) => name);

/** A part of what a bank holds, where it is not all of it: `Savings at Juniper`. */
const partOf = (bank: string, some: readonly Named[], all: boolean): string =>
  all ? bank : `${listed(namesOf(some))} at ${bank}`;

/**
 * What becomes of what the reader, whose id is `me`, has connected: which banks go on, which end,
 * and what the others lose, as the server decides it by what the receiver sees at this moment.
 */
export function ownFate(
  { links, sharing }: { links: readonly BankLink[]; sharing: readonly OwnSharing[] },
  me: string,
  to: Receiver,
): string[] {
  const seenBy = new Map<string, OwnSharing['seenBy']>(
    sharing.map((one) => [one.id, one.seenBy.filter(({ memberId }) => memberId !== me)]),
  );
  const stays = ({ id }: Named) =>
    seenBy.get(id)?.some((one) => one.memberId === to?.id && one.access !== 'balances') ?? false;
  const parted = links.map(({ institution, state, accounts }) => {
    const kept = accounts.filter(stays);
    const lost = accounts.filter((one) => !stays(one));
    const on = state !== 'archived' && lost.length === 0 && kept.length > 0;
    return { bank: institution.name, kept, lost, on };
  });
  const history = parted.filter(({ on, kept }) => !on && kept.length > 0);
  const gone = parted.filter(({ on, kept }) => !on && kept.length === 0);
  const less = history.filter(({ lost }) => lost.length > 0);
  return [
    ...line(
      'Goes on, with new transactions:',
      parted.filter(({ on }) => on).map(({ bank }) => bank),
    ),
    ...line(
      'Ends, and its history is kept:',
      history.map(({ bank, kept, lost }) => partOf(bank, kept, lost.length === 0)),
    ),
    ...line('Ends and is deleted:', [
      ...gone.map(({ bank }) => bank),
      ...less.map(({ bank, lost }) => partOf(bank, lost, false)),
    ]),
    ...losses(
      parted.flatMap(({ lost }) => lost),
      seenBy,
    ),
  ];
}

/** Who saw what goes. Whoever has connected a joint account as well has it still. */
function losses(
  lost: readonly Named[],
  seenBy: ReadonlyMap<string, OwnSharing['seenBy']>,
): string[] {
  const lose = new Map<string, string[]>();
  const keep = new Map<string, string[]>();
  for (const { id, name } of lost) {
    const others = seenBy.get(id) ?? [];
    const joint = others.filter(({ access }) => access === 'own');
    for (const one of joint.length > 0 ? joint : others) {
      const into = joint.length > 0 ? keep : lose;
      into.set(one.name, [...(into.get(one.name) ?? []), name]);
    }
  }
  if (lost.length > 0 && lose.size + keep.size === 0) return ['Nobody else sees any of that.'];
  return [
    ...together(lose).map(([who, things]) =>
      who.length === 1 ? `${who[0]} loses ${things}.` : `${listed(who)} lose ${things}.`,
    ),
    ...together(keep).map(([who, things]) =>
      who.length === 1
        ? `${who[0]}, who has connected it too, keeps ${things}.`
        : `${listed(who)}, who have connected it too, keep ${things}.`,
    ),
  ];
}

/** Those of whom the same is to be said, in one sentence. */
const together = (said: ReadonlyMap<string, string[]>): [who: string[], things: string][] =>
  [...Map.groupBy(said, ([, names]) => listed(names))].map(([things, all]) => [
    all.map(([who]) => who),
    things,
  ]);

/**
 * What becomes of what another has connected, as far as the reader may know it: which accounts
 * they see themselves. At which banks they are stands above, what others lose those are told.
 */
export function othersFate(seen: readonly Account[], to: Receiver): string[] {
  const full = seen.filter(({ access }) => access !== 'balances');
  if (to === null) return line('You lose', namesOf(seen));
  const sees = to.me ? 'you see' : `${to.name} sees`;
  return [
    `A bank of which ${sees} every account in full goes on, with new transactions.`,
    `Of the others, what ${sees} in full is kept with its history. The rest is deleted.`,
    ...(to.me ? line('You keep', namesOf(full)) : []),
    ...(to.me ? line('You lose', namesOf(seen.filter((one) => !full.includes(one)))) : []),
  ];
}
