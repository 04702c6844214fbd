/** Time zones and currencies as choices for a select, in words, from what the browser knows. */

export interface Choice {
  value: string;
  label: string;
  group?: string;
}

/** `America/New_York` as `New York`, under `America`; `also` is added where it is not known. */
export function timeZoneChoices(also: string): Choice[] {
  const known = Intl.supportedValuesOf('timeZone');
  const all = [...new Set([...known, 'UTC', also])].filter(Boolean).sort();
  return all.map((value) => {
    const [group, ...rest] = value.split('/');
    const label = (rest.length ? rest.join(', ') : value).replaceAll('_', ' ');
    return { value, label, group: rest.length && group ? group : 'Other' };
  });
}

/** `USD` as `USD · US Dollar`. */
export function currencyChoices(also: string): Choice[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  const all = [...new Set([...Intl.supportedValuesOf('currency'), also])].filter(Boolean).sort();
  return all.map((value) => {
    const name = names.of(value);
    return { value, label: name && name !== value ? `${value} · ${name}` : value };
  });
}

const euro = 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ');
const others: Record<string, string> = {
  CA: 'CAD',
  GB: 'GBP',
  DK: 'DKK',
  NO: 'NOK',
  SE: 'SEK',
  PL: 'PLN',
};

/** The currency a reader of this language most likely counts in: a first guess, to be changed. */
export function likelyCurrency(language: string): string {
  const region = regionOf(language) ?? 'US';
  return euro.includes(region) ? 'EUR' : (others[region] ?? 'USD');
}

/** On a system that was told no language, Chromium's is `en-US@posix`, which is none for `Intl`. */
function regionOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().region;
  } catch {
    return undefined;
  }
}

/** Where this device says it is. */
export const deviceTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
