/**
 * Plaid answers with two-space JSON and sorted keys. Objects that are already in order are left as
 * they are, so a page of 500 transactions built in order costs a look at its keys and no copy.
 */
export function prettyJson(value: unknown): string {
  return JSON.stringify(sortKeys(value, new Map()), null, 2);
}

function sortKeys(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const result = Array.isArray(value) ? sortItems(value, seen) : sortObject(value, seen);
  seen.set(value, result);
  return result;
}

function sortItems(items: readonly unknown[], seen: Map<object, unknown>): unknown {
  let copy: unknown[] | null = null;
  for (let index = 0; index < items.length; index += 1) {
    const sorted = sortKeys(items[index], seen);
    if (sorted !== items[index]) (copy ??= items.slice())[index] = sorted;
  }
  return copy ?? items;
}

function sortObject(value: object, seen: Map<object, unknown>): unknown {
  const source = value as Record<string, unknown>;
  const keys = Object.keys(source);
  let same = true;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index]!;
    if (index > 0 && keys[index - 1]! > key) same = false;
    if (same && sortKeys(source[key], seen) !== source[key]) same = false;
    if (!same) break;
  }
  if (same) return value;
  return Object.fromEntries(keys.sort().map((key) => [key, sortKeys(source[key], seen)]));
}
