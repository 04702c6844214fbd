import { z } from 'zod';

/** How often something comes back. */
export const cadence = z.enum([
  'weekly',
  'two_weeks',
  'four_weeks',
  'twice_a_month',
  'monthly',
  'two_months',
  'quarterly',
  'half_yearly',
  'yearly',
]);
export type Cadence = z.infer<typeof cadence>;
