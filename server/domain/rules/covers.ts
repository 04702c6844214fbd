import type { Dictionary } from '#server/domain/dictionary.ts';
import type { Covers } from './conditions.ts';

/** A group's code covers all that is in it, and what was merged is what it was merged into. */
export function createCovers(dictionary: Dictionary): Covers {
  const known = new Map<string, (code: string) => boolean>();
  return (wanted, code) => {
    let within = known.get(wanted);
    if (!within) known.set(wanted, (within = createWithin(dictionary, wanted)));
    return within(code);
  };
}

function createWithin(dictionary: Dictionary, wanted: string): (code: string) => boolean {
  const { exact, below, except } = dictionary.codesOf(wanted);
  const [named, away] = [new Set(exact), new Set(except)];
  return (code) =>
    named.has(code) || (!away.has(code) && below.some((one) => code.startsWith(`${one}_`)));
}
