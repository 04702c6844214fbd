import { ask } from './client.ts';

/** The household's categories in their groups. */
export const categories = () => ask(['ledger'], 'GET /api/categories');
