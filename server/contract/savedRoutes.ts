import { savedSearchId } from './ids.ts';
import { of, type Route } from './route.ts';
import * as saved from './saved.ts';
import { steppedReply } from './transactions.ts';

/** What a member looks for again and again. */
export const savedRoutes = {
  'GET /api/saved-searches': { access: 'member', reply: saved.savedReply },
  'POST /api/saved-searches': {
    access: 'editor',
    body: saved.savedBody,
    reply: saved.savedStepReply,
  },
  'PATCH /api/saved-searches/:id': {
    access: 'editor',
    params: of(savedSearchId),
    body: saved.savedPatch,
    reply: saved.savedStepReply,
  },
  'POST /api/saved-searches/:id/remove': {
    access: 'editor',
    params: of(savedSearchId),
    reply: steppedReply,
  },
} as const satisfies Record<string, Route>;
