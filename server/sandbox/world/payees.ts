/**
 * The shops, employers and companies of the household's town. All invented; their websites lie in
 * the reserved `.example` domain, so that nothing can be fetched by mistake.
 */
import { hash32 } from './random.ts';
import type { Channel, Counterparty, Payee, Place } from './types.ts';

type Extra = {
  mcc?: string;
  raw?: string;
  code?: string | null;
  via?: 'terminal' | 'marketplace' | 'app';
  places?: Place[];
  website?: string | null;
};

const HOME = { city: 'Burlington', region: 'VT', country: 'US' };

export function place(
  address: string | null,
  postalCode: string | null,
  store: string | null,
  where: { city: string; region: string | null; country: string } = HOME,
): Place {
  const at = hash32('place', address ?? '', where.city);
  const known = where.city === 'Burlington';
  return {
    address,
    ...where,
    postalCode,
    lat: known ? 44.45 + (at % 500) / 10_000 : null,
    lon: known ? -73.2 - ((at >>> 9) % 500) / 10_000 : null,
    store,
  };
}

export const street = (address: string, store: string | null = null) =>
  place(address, '05401', store);

/** A shop or company. `detailed` is Plaid's detailed category code. */
export function shop(name: string, detailed: string, channel: Channel, extra: Extra = {}): Payee {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
  const website = extra.website === undefined ? `${slug}.example` : extra.website;
  const entityId = `entity-${slug}`;
  const counterparties: Counterparty[] = [{ name, type: 'merchant', website, entityId }];
  if (extra.via === 'terminal') {
    counterparties.push(helper('Tapstone', 'payment_terminal'));
  } else if (extra.via === 'marketplace') {
    counterparties.push(helper('Parcelo', 'marketplace'));
  } else if (extra.via === 'app') {
    counterparties.push(helper('Paysling', 'payment_app'));
  }
  return {
    name,
    merchant: true,
    entityId,
    category: detailed,
    channel,
    code: extra.code === undefined ? 'purchase' : extra.code,
    website,
    logo: hash32('logo', slug) % 3 === 0 ? null : `https://logos.example/${slug}.png`,
    mcc: extra.mcc ?? null,
    counterparties,
    raw: extra.raw ?? name.toUpperCase(),
    places: extra.places ?? [],
  };
}

function helper(name: string, type: Counterparty['type']): Counterparty {
  const slug = name.toLowerCase();
  return { name, type, website: `${slug}.example`, entityId: `entity-${slug}` };
}

/** A payee that is no merchant: a bank, an employer, a person, cash. */
export function party(
  name: string,
  category: string | null,
  code: string | null,
  raw: string,
  type: Counterparty['type'] | null = null,
): Payee {
  return {
    name,
    merchant: false,
    entityId: null,
    category,
    channel: 'other',
    code,
    website: null,
    logo: null,
    mcc: null,
    counterparties: type ? [{ name, type, website: null, entityId: `entity-${name}` }] : [],
    raw,
    places: [],
  };
}

export const away = (city: string, region: string | null, country: string) => [
  place(null, null, null, { city, region, country }),
];
export const ONLINE = 'online' as const;
export const IN_STORE = 'in store' as const;
