import * as asset from './assets.ts';
import { accountId } from './ids.ts';
import { of, type Route } from './route.ts';

/** What is kept by hand; it is listed, shared and looked at as any account. */
export const assetsRoutes = {
  'POST /api/assets': { access: 'editor', body: asset.assetBody, reply: asset.assetReply },
  'PATCH /api/assets/:id': {
    access: 'editor',
    params: of(accountId),
    body: asset.assetPatch,
    reply: asset.assetReply,
  },
  'DELETE /api/assets/:id': {
    access: 'editor',
    params: of(accountId),
    reply: asset.assetSteppedReply,
  },
  'POST /api/assets/:id/values': {
    access: 'editor',
    params: of(accountId),
    body: asset.assetValueBody,
    reply: asset.assetReply,
  },
  'DELETE /api/assets/:id/values/:day': {
    access: 'editor',
    params: asset.assetValueParams,
    reply: asset.assetReply,
  },
} as const satisfies Record<string, Route>;
