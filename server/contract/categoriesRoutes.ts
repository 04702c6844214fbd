import { z } from 'zod';
import { categoriesReply, categoryBody, categoryCode, categoryPatch } from './categories.ts';
import { steppedReply } from './transactions.ts';
import type { Route } from './route.ts';

/** What money is filed under; for everybody in the household. */
export const categoriesRoutes = {
  'GET /api/categories': { access: 'member', reply: categoriesReply },
  'POST /api/categories': {
    access: 'editor',
    body: categoryBody,
    reply: steppedReply.extend({ code: z.string() }),
  },
  'PATCH /api/categories/:code': {
    access: 'editor',
    params: z.strictObject({ code: categoryCode }),
    body: categoryPatch,
    reply: steppedReply,
  },
} as const satisfies Record<string, Route>;
