import { z } from 'zod';
import { savedSearchId } from './ids.ts';
import { sort, steppedReply, transactionFilter } from './transactions.ts';

const asked = transactionFilter.extend({ sort: sort.optional() });

/** A search as the address of the register carries it: `q=coffee&sort=amount`. */
const searchText = z
  .string()
  .max(2000)
  .refine((text) => {
    const given = new URLSearchParams(text);
    const names = new Set(given.keys());
    const fields = Object.fromEntries(
      [...names].map((name) => {
        const values = given.getAll(name);
        return [name, values.length > 1 ? values : values[0]];
      }),
    );
    return names.size > 0 && asked.safeParse(fields).success;
  }, 'is not a search');

const savedSearch = z.strictObject({
  id: savedSearchId,
  name: z.string(),
  search: z.string(),
});
export type SavedSearch = z.infer<typeof savedSearch>;

const name = z.string().trim().min(1, 'is missing').max(60);

/** The asker’s own, the oldest first. */
export const savedReply = z.strictObject({ searches: z.array(savedSearch) });
export const savedBody = z.strictObject({ name, search: searchText });
export const savedPatch = z.strictObject({ name, search: searchText }).partial();
export const savedStepReply = steppedReply.extend({ search: savedSearch });
