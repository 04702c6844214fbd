import { z } from 'zod';

/** A calendar day, `YYYY-MM-DD`, in the household's time zone where it means today. */
export const day = z.iso
  .date('is not a day')
  .refine((text) => text >= '0001-01-01', 'is not a day');

/** A calendar month, `YYYY-MM`. */
export const month = z.string().regex(/^[1-9]\d{3}-(0[1-9]|1[0-2])$/, 'is not a month');

/** A moment in UTC, ISO 8601 with milliseconds and `Z`. */
export const instant = z.iso.datetime();

/** By name. A mere offset is none: `+02:00` is east of Greenwich to some, west of it to others. */
export const timeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]/, 'is not a time zone, such as America/New_York')
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, 'is not a time zone, such as America/New_York');
