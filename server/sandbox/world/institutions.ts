/** The five institutions at which the household banks. All invented. */
import { BANKS } from './household.ts';
import { institution } from '#server/sandbox/institutions.ts';
import type { SandboxInstitution } from '#server/sandbox/types.ts';

export const HOUSEHOLD_INSTITUTIONS: readonly SandboxInstitution[] = [
  institution({
    institution_id: BANKS.harborlight,
    name: 'Harborlight Bank',
    url: 'https://harborlight.example',
    primary_color: '#0f4c5c',
    routing_numbers: ['011600033'],
  }),
  institution({
    institution_id: BANKS.juniper,
    name: 'Juniper Credit Union',
    url: 'https://juniper.example',
    primary_color: '#2f6b3c',
    routing_numbers: ['211691318'],
  }),
  institution({
    institution_id: BANKS.meridian,
    name: 'Meridian One',
    url: 'https://meridianone.example',
    primary_color: '#4a2d73',
    oauth: true,
  }),
  institution({
    institution_id: BANKS.copperline,
    name: 'Copperline',
    url: 'https://copperline.example',
    primary_color: '#a3482a',
    shows_pending: false,
  }),
  institution({
    institution_id: BANKS.fernhill,
    name: 'Fernhill Investments',
    url: 'https://fernhill.example',
    primary_color: '#1d5f50',
  }),
];
