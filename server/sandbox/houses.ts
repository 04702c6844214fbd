import { Hono } from 'hono';
import type { Bank } from './bank/bank.ts';
import { PLAID_INSTITUTIONS } from './institutions.ts';
import type { CreateLife, ResolveUser, SandboxInstitution } from './types.ts';
import { resolvePlaidUser } from './users.ts';

/** Who banks here, how their days go on, and the pages at which they sign in. */
export interface World {
  readonly institutions: readonly SandboxInstitution[];
  readonly resolveUser: ResolveUser;
  readonly createLife: CreateLife;
  linkRoutes(bank: Bank): Hono;
}

export interface WorldSize {
  readonly years?: number;
  readonly rows?: number;
}

export function createWorld(_size: WorldSize): World {
  return {
    createLife: () => ({ tick() {} }),
    institutions: PLAID_INSTITUTIONS,
    linkRoutes: () => new Hono(),
    resolveUser: (query) =>
      resolvePlaidUser(query) ?? { error_code: 'INVALID_CREDENTIALS', kind: 'error' },
  };
}
