import { rateId } from './ids.ts';
import * as rates from './rates.ts';
import { of, type Route } from './route.ts';
import { steppedReply } from './transactions.ts';

/** What currencies are worth in each other. */
export const ratesRoutes = {
  'GET /api/rates': { access: 'member', reply: rates.ratesReply },
  'POST /api/rates': { access: 'editor', body: rates.rateBody, reply: rates.rateReply },
  'DELETE /api/rates/:id': { access: 'editor', params: of(rateId), reply: steppedReply },
} as const satisfies Record<string, Route>;
