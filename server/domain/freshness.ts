/** How old what we show is, in words a tired person reads; never fresher than the truth. */
export interface Freshness {
  sentence: string;
  stale: boolean;
}

export interface Clocks {
  institution: string;
  /** When the bank last answered Plaid. */
  bankToPlaid: string | null;
  /** When we last read everything Plaid had. */
  plaidToUs: string | null;
}

const HOUR = 3_600_000;
/** Banks answer Plaid one to four times a day: two days of silence are not usual. */
const STALE_AFTER = 48 * HOUR;

/**
 * The older of the two clocks is the truth: reading Plaid a minute ago does not make a bank's
 * week-old answer new.
 * @param now milliseconds since 1970
 */
export function describeFreshness(clocks: Clocks, now: number): Freshness {
  if (!clocks.plaidToUs) return { sentence: 'Nothing has been read yet.', stale: false };
  const ours = now - Date.parse(clocks.plaidToUs);
  const bank = clocks.bankToPlaid ? now - Date.parse(clocks.bankToPlaid) : null;
  if (bank !== null && bank > STALE_AFTER) {
    return {
      sentence: `${clocks.institution} last spoke to us ${ago(bank)}; usually every day.`,
      stale: true,
    };
  }
  if (ours > STALE_AFTER) {
    return { sentence: `We last heard from ${clocks.institution} ${ago(ours)}.`, stale: true };
  }
  return { sentence: `As of ${ago(Math.max(ours, bank ?? 0))}.`, stale: false };
}

function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'a moment ago';
  if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours === 1 ? 'an hour ago' : `${hours} hours ago`;
  return `${Math.floor(hours / 24)} days ago`;
}
