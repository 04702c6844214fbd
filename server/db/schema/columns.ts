import { sql } from 'drizzle-orm';
import { customType, numeric, timestamp, uuid } from 'drizzle-orm/pg-core';

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
export const id = () =>
  uuid()
    .primaryKey()
    .default(sql`uuid7()`);
export const instant = () => timestamp({ withTimezone: true, mode: 'string' });
export const now = () => instant().notNull().defaultNow();
/** Exact, wide enough for unofficial currencies and quantities. */
export const amount = () => numeric({ precision: 28, scale: 10 });
