/** Whom the family pays on a journey, and who sends bills. */
import { away, IN_STORE, ONLINE, shop } from './payees.ts';

/** What a summer journey brings. */
export const TRAVEL = {
  flight: shop('Altair Airways', 'TRAVEL_FLIGHTS', ONLINE, { mcc: '3000' }),
  lodging: shop('Casa do Mirante', 'TRAVEL_LODGING', ONLINE, {
    mcc: '7011',
    places: away('Lisbon', null, 'PT'),
  }),
  car: shop('Rodaviva Rent a Car', 'TRAVEL_RENTAL_CARS', IN_STORE, {
    places: away('Lisbon', null, 'PT'),
  }),
  dinner: shop('Tasca da Avó', 'FOOD_AND_DRINK_RESTAURANT', IN_STORE, {
    places: away('Lisbon', null, 'PT'),
  }),
  museum: shop(
    'Museu do Azulejo Novo',
    'ENTERTAINMENT_SPORTING_EVENTS_AMUSEMENT_PARKS_AND_MUSEUMS',
    IN_STORE,
    {
      places: away('Lisbon', null, 'PT'),
    },
  ),
  train: shop('Comboios do Sul', 'TRANSPORTATION_PUBLIC_TRANSIT', ONLINE, {
    places: away('Lisbon', null, 'PT'),
  }),
  cabin: shop('Adirondack Lake Cabins', 'TRAVEL_LODGING', ONLINE, {
    places: away('Lake Placid', 'NY', 'US'),
  }),
};

/** Bills and subscriptions. */
export const COMPANIES = {
  electricity: shop('Green Ridge Power', 'RENT_AND_UTILITIES_GAS_AND_ELECTRICITY', ONLINE, {
    mcc: '4900',
    code: 'bill payment',
  }),
  gasHeat: shop('Vermont Hearth Gas', 'RENT_AND_UTILITIES_GAS_AND_ELECTRICITY', ONLINE, {
    code: 'bill payment',
  }),
  water: shop('Burlington Public Works', 'RENT_AND_UTILITIES_WATER', ONLINE, {
    code: 'bill payment',
    website: null,
  }),
  waste: shop('Casella Curbside', 'RENT_AND_UTILITIES_SEWAGE_AND_WASTE_MANAGEMENT', ONLINE, {
    code: 'bill payment',
  }),
  internet: shop('Loftwire Fiber', 'RENT_AND_UTILITIES_INTERNET_AND_CABLE', ONLINE, {
    code: 'bill payment',
  }),
  phone: shop('Bellwether Mobile', 'RENT_AND_UTILITIES_TELEPHONE', ONLINE, {
    mcc: '4814',
    code: 'bill payment',
  }),
  childcare: shop('Little Alders Daycare', 'GENERAL_SERVICES_CHILDCARE', 'other', {
    code: 'direct debit',
  }),
  homeInsurance: shop('Granite Mutual', 'GENERAL_SERVICES_INSURANCE', ONLINE, {
    code: 'direct debit',
    raw: 'GRANITE MUTUAL INS PREM',
  }),
  carInsurance: shop('Wayfarer Auto Insurance', 'GENERAL_SERVICES_INSURANCE', ONLINE, {
    code: 'direct debit',
  }),
  streaming: shop('Streamly', 'ENTERTAINMENT_TV_AND_MOVIES', ONLINE, { mcc: '4899' }),
  music: shop('Tunebox', 'ENTERTAINMENT_MUSIC_AND_AUDIO', ONLINE),
  cloud: shop('Nimbus Drive', 'GENERAL_SERVICES_OTHER_GENERAL_SERVICES', ONLINE),
  newspaper: shop('The Lake Herald', 'GENERAL_MERCHANDISE_BOOKSTORES_AND_NEWSSTANDS', ONLINE),
  gym: shop('Summit Fitness', 'PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS', 'other', {
    code: 'direct debit',
    raw: 'SUMMIT FITNESS MEMBERSHIP DUES',
  }),
  yoga: shop('Stillwater Yoga', 'PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS', ONLINE),
  parceloPlus: shop('Parcelo Plus', 'GENERAL_MERCHANDISE_ONLINE_MARKETPLACES', ONLINE, {
    raw: 'PARCELO PLUS MEMBERSHIP',
  }),
  antivirus: shop('Wardenware', 'GENERAL_MERCHANDISE_ELECTRONICS', ONLINE),
  taxHelp: shop(
    'Ledger & Quill CPA',
    'GENERAL_SERVICES_ACCOUNTING_AND_FINANCIAL_PLANNING',
    'other',
  ),
  carService: shop('Pine Street Auto', 'GENERAL_SERVICES_AUTOMOTIVE', IN_STORE),
  registration: shop(
    'Vermont Motor Vehicles',
    'GOVERNMENT_AND_NON_PROFIT_GOVERNMENT_DEPARTMENTS_AND_AGENCIES',
    ONLINE,
    {
      website: null,
    },
  ),
  summerCamp: shop('Camp Winding Brook', 'GENERAL_SERVICES_CHILDCARE', ONLINE),
};
