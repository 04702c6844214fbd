import type { CountryCode } from 'plaid';
import { saveInstitution } from '#server/db/institutions.ts';
import type { SyncDeps } from './deps.ts';

/** The SDK's enum exists only at its run time, which we do without. */
export const countries = ['US', 'CA'] as CountryCode[];
const LARGEST_LOGO = 200_000;

/** Fetches a bank's name, colour and logo once, so that no page ever asks anybody else for them. */
export async function cacheInstitution(deps: SyncDeps, id: string): Promise<void> {
  const { institution } = await deps.plaid('institutionsGetById', {
    institution_id: id,
    country_codes: countries,
    options: { include_optional_metadata: true },
  });
  const color = institution.primary_color ?? '';
  await saveInstitution(deps.db, {
    id,
    name: institution.name.slice(0, 200),
    url: institution.url?.slice(0, 500) ?? null,
    color: /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : null,
    logo: readLogo(institution.logo),
    oauth: institution.oauth,
  });
}

/** Base64 of a PNG and nothing else: it will be served from our own address. */
function readLogo(logo: string | null | undefined): Buffer | null {
  if (!logo || logo.length > LARGEST_LOGO) return null;
  const bytes = Buffer.from(logo, 'base64');
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return bytes.subarray(0, 8).equals(signature) ? bytes : null;
}
