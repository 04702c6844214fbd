import type { Route } from './route.ts';
import { attachmentsRoutes } from './attachments.ts';
import { assetsRoutes } from './assetsRoutes.ts';
import { budgetsRoutes } from './budgetsRoutes.ts';
import { categoriesRoutes } from './categoriesRoutes.ts';
import { forecastRoutes } from './forecast.ts';
import { householdRoutes } from './householdRoutes.ts';
import { ledgerRoutes } from './ledgerRoutes.ts';
import { linksRoutes } from './linksRoutes.ts';
import { ratesRoutes } from './ratesRoutes.ts';
import { recurringRoutes } from './recurringRoutes.ts';
import { reportsRoutes } from './reportsRoutes.ts';
import { rulesRoutes } from './rulesRoutes.ts';
import { savedRoutes } from './savedRoutes.ts';
import { signInRoutes } from './signInRoutes.ts';
import { transfersRoutes } from './transfersRoutes.ts';
import { wealthRoutes } from './wealthRoutes.ts';

/**
 * Every JSON route of the appliance, by method and path. The server parses requests and checks
 * replies with it, the web takes its types from it.
 */
export const api = {
  ...signInRoutes,
  ...householdRoutes,
  ...ledgerRoutes,
  ...attachmentsRoutes,
  ...budgetsRoutes,
  ...categoriesRoutes,
  ...linksRoutes,
  ...forecastRoutes,
  ...recurringRoutes,
  ...reportsRoutes,
  ...rulesRoutes,
  ...assetsRoutes,
  ...ratesRoutes,
  ...savedRoutes,
  ...transfersRoutes,
  ...wealthRoutes,
} as const satisfies Record<string, Route>;

export type { Route };
export type Api = typeof api;
export type RouteName = keyof Api;
