import type {
  Institution,
  InstitutionStatus,
  InstitutionsGetByIdRequest,
  InstitutionsGetByIdResponse,
  InstitutionsSearchRequest,
  InstitutionsSearchResponse,
  ProductStatus,
} from 'plaid';
import { endpoint } from './endpoint.ts';
import type { Reply } from './endpoint.ts';
import { anything, flag, list, must, nullable, object, text, word } from './fields.ts';
import { institutionOf } from '#server/sandbox/bank/bank.ts';
import { BankError } from '#server/sandbox/errors.ts';
import type { SandboxInstitution } from '#server/sandbox/types.ts';
import type { Wire } from '#server/sandbox/wire.ts';

const metadataFlags = {
  include_auth_metadata: nullable(flag),
  include_optional_metadata: flag,
  include_payment_initiation_metadata: nullable(flag),
};

function show(one: SandboxInstitution, metadata: boolean, status: boolean) {
  return {
    country_codes: [...one.country_codes] as Wire<Institution>['country_codes'],
    dtc_numbers: [],
    institution_id: one.institution_id,
    name: one.name,
    oauth: one.oauth,
    products: [...one.products],
    routing_numbers: [...one.routing_numbers],
    ...(metadata ? { logo: one.logo, primary_color: one.primary_color, url: one.url } : {}),
    ...(status ? { status: statusOf(one) } : {}),
  } satisfies Wire<Institution>;
}

const SUCCESS = { degraded: 0.6, down: 0, healthy: 0.99, unsupported: 0 };
const WORDS = {
  degraded: 'DEGRADED',
  down: 'DOWN',
  healthy: 'HEALTHY',
  unsupported: 'DOWN',
} as const;

function statusOf({ health }: SandboxInstitution) {
  const product = {
    breakdown: {
      error_institution: Math.round((1 - SUCCESS[health]) * 100) / 100,
      error_plaid: 0,
      success: SUCCESS[health],
    },
    last_status_change: '2026-01-01T00:00:00Z',
    status: WORDS[health],
  } satisfies Wire<ProductStatus>;
  const updates = { ...product, breakdown: { ...product.breakdown, refresh_interval: 'NORMAL' } };
  return {
    auth: product,
    identity: product,
    investments: product,
    investments_updates: updates as Wire<ProductStatus>,
    item_logins: product,
    liabilities: product,
    liabilities_updates: updates as Wire<ProductStatus>,
    transactions_updates: updates as Wire<ProductStatus>,
  } satisfies Wire<InstitutionStatus>;
}

const serves = (one: SandboxInstitution, countries: readonly string[]) =>
  one.country_codes.some((country) => countries.includes(country));

export const institutionsGetById = endpoint<InstitutionsGetByIdRequest>(
  {
    country_codes: must(list(word, 1)),
    institution_id: must(word),
    options: object({ ...metadataFlags, include_status: flag }),
  },
  ({ bank }, { institution_id, country_codes, options }) => {
    const found = institutionOf(bank, institution_id);
    if (!serves(found, country_codes)) throw new BankError('INVALID_INSTITUTION');
    const { include_optional_metadata = false, include_status = false } = options ?? {};
    return {
      institution: show(found, include_optional_metadata, include_status),
    } satisfies Reply<InstitutionsGetByIdResponse>;
  },
);

const MOST_FOUND = 10;

export const institutionsSearch = endpoint<InstitutionsSearchRequest>(
  {
    country_codes: must(list(word, 1)),
    options: object({ ...metadataFlags, oauth: nullable(flag), payment_initiation: anything }),
    products: nullable(list(word)),
    query: must(text),
  },
  ({ bank }, { query, country_codes, products, options }) => {
    const wanted = query.trim().toLowerCase();
    const found = [...bank.institutions.values()].filter(
      (one) =>
        one.name.toLowerCase().includes(wanted) &&
        serves(one, country_codes) &&
        (products ?? []).every((product) => one.products.includes(product)) &&
        (options?.oauth ?? one.oauth) === one.oauth,
    );
    const metadata = options?.include_optional_metadata ?? false;
    return {
      institutions: found.slice(0, MOST_FOUND).map((one) => show(one, metadata, false)),
    } satisfies Reply<InstitutionsSearchResponse>;
  },
);
