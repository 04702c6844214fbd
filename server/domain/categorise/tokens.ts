import { foldText } from '#server/domain/rules/fold.ts';

/** Words of payment, of banks and of companies, which say nothing of what was bought. */
const EMPTY = new Set(
  (
    'the and for from via with ach atm authorized auth card cards check checkcard conf ' +
    'confirmation credit crd dbt date dda debit des details dir direct electronic eft ending fee ' +
    'indn inst instant int internet mastercard mobile nbr number online order originator payment ' +
    'payments paypal pin pmt pos ppd ccd web preauthorized point processed pur purchase ' +
    'purchases pymt received recur recurring ref reference reg sale seq signature time trace ' +
    'tran trans transaction transfer tst txn visa withdrawal withdrwl wdl xfer ' +
    'com http https net org www bill help store stores shop usa inc llc ltd plc corp gmbh company'
  ).split(' '),
);

/**
 * What a bank's line is told by: its words, without numbers, accents, places of two letters and the
 * words of payment. `PAYMENT RECEIVED 6614` tells nothing at all.
 */
export function wordsOf(...texts: (string | null)[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    if (text === null) continue;
    for (const word of foldText(text)
      .replaceAll("'", '')
      .split(/[^\p{L}\p{N}]+/u)) {
      if (word.length > 2 && !/\d|^x+$/.test(word) && !EMPTY.has(word)) words.add(word);
    }
  }
  return [...words];
}
