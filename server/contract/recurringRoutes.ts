import { z } from 'zod';
import * as recurring from './recurring.ts';
import type { Route } from './route.ts';
import { month } from './time.ts';

/** What comes back: found, and what was said of it. */
export const recurringRoutes = {
  'GET /api/recurring': { access: 'member', viewAs: true, reply: recurring.recurringReply },
  'GET /api/recurring/calendar': {
    access: 'member',
    viewAs: true,
    query: z.strictObject({
      /** Of the household's today where it is left out. */
      month: month.optional(),
    }),
    reply: recurring.recurringCalendarReply,
  },
  'GET /api/recurring/upcoming': {
    access: 'member',
    viewAs: true,
    reply: recurring.upcomingReply,
  },
  'POST /api/recurring': {
    access: 'editor',
    body: recurring.repeatBody,
    reply: recurring.decideReply,
  },
  'POST /api/recurring/decide': {
    access: 'editor',
    body: recurring.decideBody,
    reply: recurring.decideReply,
  },
} as const satisfies Record<string, Route>;
