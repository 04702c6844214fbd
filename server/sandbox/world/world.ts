/** The demo world: one household behind its sign-ins and its daily life, and Plaid's test users. */
import { createDetails, printLogin } from './bank-view.ts';
import { loginOf, LOGINS, PEOPLE } from './household.ts';
import { HOUSEHOLD_INSTITUTIONS } from './institutions.ts';
import { createHouseholdLife, instantOf } from './life.ts';
import { createTimeline } from './timeline.ts';
import { errorOf, refused, sandboxUser } from './users.ts';
import type { CreateWorld, LifeBank, ResolvedUser, UserQuery } from '#server/sandbox/types.ts';

const HOUR = 3_600_000;

export const createWorld: CreateWorld = (options = {}) => {
  const years = options.years ?? 2;
  const timeline = createTimeline({ years, rows: options.rows });
  const details = createDetails();
  let bank: LifeBank | null = null;

  /** Until daily life has a clock, the household stands at the afternoon of the bank's day. */
  const present = (today: string): number =>
    bank ? instantOf(bank) : Date.parse(`${today}T00:00:00Z`) + 15 * HOUR;

  function resolveUser(query: UserQuery): ResolvedUser {
    const { username, password, institution, today, seed } = query;
    if (!PEOPLE.some((person) => person.username === username)) {
      return sandboxUser(query) ?? refused('INVALID_CREDENTIALS');
    }
    const failed = errorOf(password);
    if (failed) return failed;
    const login = loginOf(institution.institution_id, username);
    if (!login || password !== 'pass_good') return refused('INVALID_CREDENTIALS');
    const simulation = timeline.at(seed, present(today));
    const history = years > 2 ? years * 366 + 31 : undefined;
    return { kind: 'login', login: printLogin(simulation, login, details, history) };
  }

  return {
    institutions: HOUSEHOLD_INSTITUTIONS,
    people: PEOPLE.map((person) => ({
      ...person,
      institutions: LOGINS.filter(({ username }) => username === person.username).map(
        ({ institution }) => institution,
      ),
    })),
    resolveUser,
    createLife(other) {
      bank = other;
      return createHouseholdLife(other, timeline, details);
    },
  };
};
