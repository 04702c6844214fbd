import { drawLogo } from './logo.ts';
import type { ProductName, SandboxInstitution } from './types.ts';

const EVERYTHING: readonly ProductName[] = [
  'assets',
  'auth',
  'balance',
  'identity',
  'investments',
  'liabilities',
  'recurring_transactions',
  'transactions',
];

interface InstitutionSketch {
  readonly institution_id: string;
  readonly name: string;
  readonly url: string;
  readonly primary_color: string;
  readonly products?: readonly ProductName[];
  readonly country_codes?: readonly string[];
  readonly routing_numbers?: readonly string[];
  readonly oauth?: boolean;
  readonly shows_pending?: boolean;
  readonly health?: SandboxInstitution['health'];
}

/** Completes an institution: all products, US, healthy, and a logo in its colour. */
export function institution(sketch: InstitutionSketch): SandboxInstitution {
  return {
    country_codes: ['US'],
    health: 'healthy',
    logo: drawLogo(sketch.primary_color, sketch.name),
    oauth: false,
    products: EVERYTHING,
    routing_numbers: [],
    shows_pending: true,
    ...sketch,
  };
}

/** The institutions of Plaid's own Sandbox, by the ids and names that its documentation gives. */
export const PLAID_INSTITUTIONS: readonly SandboxInstitution[] = [
  institution({
    institution_id: 'ins_109508',
    name: 'First Platypus Bank',
    url: 'https://plaid.com/platypus',
    primary_color: '#1f1f1f',
  }),
  institution({
    institution_id: 'ins_130016',
    name: 'First Platypus Balance Bank',
    url: 'https://plaid.com/platypus-balance',
    primary_color: '#3a3a5c',
    products: ['auth', 'balance', 'identity'],
  }),
  institution({
    institution_id: 'ins_109509',
    name: 'First Gingham Credit Union',
    url: 'https://plaid.com/gingham',
    primary_color: '#a8324a',
  }),
  institution({
    institution_id: 'ins_109510',
    name: 'Tattersall Federal Credit Union',
    url: 'https://plaid.com/tattersall',
    primary_color: '#2c6e49',
  }),
  institution({
    institution_id: 'ins_109511',
    name: 'Tartan Bank',
    url: 'https://plaid.com/tartan',
    primary_color: '#7a1f2b',
  }),
  institution({
    institution_id: 'ins_109512',
    name: 'Houndstooth Bank',
    url: 'https://plaid.com/houndstooth',
    primary_color: '#2b2d42',
  }),
  institution({
    institution_id: 'ins_43',
    name: 'Tartan-Dominion Bank of Canada',
    url: 'https://plaid.com/tartan-dominion',
    primary_color: '#b3001b',
    country_codes: ['CA'],
  }),
  institution({
    institution_id: 'ins_127287',
    name: 'Platypus OAuth Bank',
    url: 'https://plaid.com/platypus-oauth',
    primary_color: '#0b4f6c',
    oauth: true,
  }),
  institution({
    institution_id: 'ins_132241',
    name: 'First Platypus OAuth App2App Bank',
    url: 'https://plaid.com/platypus-app2app',
    primary_color: '#01497c',
    oauth: true,
  }),
  institution({
    institution_id: 'ins_132363',
    name: 'Unhealthy Platypus Bank - Degraded',
    url: 'https://plaid.com/platypus-degraded',
    primary_color: '#b5651d',
    health: 'degraded',
  }),
  institution({
    institution_id: 'ins_132361',
    name: 'Unhealthy Platypus Bank - Institution Down',
    url: 'https://plaid.com/platypus-down',
    primary_color: '#8b1e3f',
    health: 'down',
  }),
  institution({
    institution_id: 'ins_133402',
    name: 'Unsupported Platypus Bank - Institution Not Supported',
    url: 'https://plaid.com/platypus-unsupported',
    primary_color: '#5c5c5c',
    health: 'unsupported',
  }),
  institution({
    institution_id: 'ins_128026',
    name: 'Capybara One',
    url: 'https://plaid.com/capybara',
    primary_color: '#004977',
    shows_pending: false,
  }),
];
