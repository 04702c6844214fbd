/** Values whose keys are known to be in order, all the way down. */
const ordered = new WeakSet<object>();

/** Says that a value was built with its keys in order, so that nobody need look. */
export function inOrder<T extends object>(value: T): T {
  ordered.add(value);
  return value;
}

/**
 * Plaid answers with two-space JSON and sorted keys. What is known to be in order, such as a page
 * of transactions, is not looked at again.
 */
export function prettyJson(value: unknown): string {
  return JSON.stringify(sortKeys(value), null, 2);
}

/** The same value with sorted keys at every depth. */
export function sortKeys<T>(value: T): T;
export function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ordered.has(value)) return value;
  if (Array.isArray(value)) return value.map((one) => sortKeys(one));
  const source = value as Record<string, unknown>;
  const keys = Object.keys(source).sort();
  return Object.fromEntries(keys.map((key) => [key, sortKeys(source[key])]));
}
