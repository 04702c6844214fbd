import { earn, live, shop, windfalls } from './everyday.ts';
import { bankDay, dayOf, MONTHS, openPen, type Household, type Pen } from './house.ts';
import { move, payAbroad, payCard, payLoan, payPartner, wire } from './moves.ts';
import { openAccounts, type Purse } from './people.ts';

/**
 * Two partners, two years and more accounts than they like, written so that every pair and every
 * refund is known. Difficult where life is: equal round amounts between several accounts on the
 * same days, money from and to people outside in the same amounts, a rent as large as a salary,
 * cards paid in parts, weekends, statements that say nothing or file a payment under insurance.
 */
export function inventHousehold(seed: string): Household {
  const pen = openPen(seed);
  const purse = openAccounts(pen);
  for (let month = 0; month < MONTHS; month++) {
    earn(pen, purse, month);
    live(pen, purse, month);
    standing(pen, purse, month);
    owed(pen, purse, month);
    now(pen, purse, month);
    shop(pen, purse, month);
    windfalls(pen, purse, month);
  }
  return pen.house;
}

/** What goes every month by itself: much of it on the first, much of it five hundred. */
function standing(pen: Pen, purse: Purse, month: number): void {
  const first = dayOf(month, 1);
  const [mine, theirs] = purse.checking;
  const [safe, own] = purse.savings;
  if (!mine || !theirs || !safe || !own) return;
  move(pen, purse, { from: mine, to: safe, cents: 50_000, day: first });
  move(pen, purse, { from: theirs, to: own, cents: 50_000, day: first });
  move(pen, purse, { from: mine, to: purse.joint, cents: 180_000, day: first });
  move(pen, purse, { from: theirs, to: purse.joint, cents: 180_000, day: first + 1 });
  move(pen, purse, { from: mine, to: purse.brokerage, cents: 50_000, day: dayOf(month, 3) });
}

function owed(pen: Pen, purse: Purse, month: number): void {
  const { random } = pen;
  const [mine] = purse.checking;
  const [home, car] = purse.loans;
  if (!mine || !home || !car) return;
  payLoan(pen, purse, { from: purse.joint, to: home, cents: 177_883, day: dayOf(month, 3) });
  payLoan(pen, purse, { from: mine, to: car, cents: 30_000, day: dayOf(month, 12) });
  purse.cards.forEach((card, at) => {
    const from = random.pick([...purse.checking, purse.joint]);
    const day = dayOf(month, 9 + 5 * at);
    const parts = random.chance(0.25) ? 2 : 1;
    for (let part = 0; part < parts; part++) {
      const cents = random.chance(0.2)
        ? random.pick([20_000, 30_000, 50_000])
        : random.int(4000, 210_000);
      const bounces = random.chance(0.02);
      payCard(pen, { from, to: card, cents, day: bankDay(day + part) }, { bounces });
    }
  });
}

/** Now and then, whenever money is short here and lies about there. */
function now(pen: Pen, purse: Purse, month: number): void {
  const { random } = pen;
  const all = [...purse.checking, ...purse.savings, purse.joint];
  for (let times = random.int(1, 4); times > 0; times--) {
    const from = random.pick(all);
    const to = random.pick(all.filter((account) => account !== from));
    const cents = random.pick([5000, 10_000, 20_000, 25_000, 50_000, 100_000]);
    move(pen, purse, { from, to, cents, day: dayOf(month, random.int(1, 28)) });
  }
  const [mine, theirs] = purse.checking;
  if (!mine || !theirs) return;
  const [from, to] = random.chance(0.5) ? [mine, theirs] : [theirs, mine];
  const day = dayOf(month, random.int(2, 26));
  if (random.chance(0.6)) {
    const cents = random.pick([2000, 4000, 5000, 10_000, 6325]);
    payPartner(pen, purse, { from, to, cents, day });
  }
  if (random.chance(0.2)) {
    payAbroad(pen, { from, to: purse.wallet, cents: random.pick([20_000, 50_000, 31_000]), day });
  }
  if (random.chance(0.04)) wire(pen, { from, to: purse.joint, cents: 400_000, day });
}
