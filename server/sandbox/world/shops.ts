/** Where everyday money goes, by habit. */
import { IN_STORE, ONLINE, shop, street } from './payees.ts';
import type { Payee } from './types.ts';

export const SHOPS = {
  bigGroceries: [
    shop('Northfield Market', 'FOOD_AND_DRINK_GROCERIES', IN_STORE, {
      mcc: '5411',
      places: [street('210 Shelburne Rd', '14'), street('1500 Williston Rd', '22')],
    }),
    shop('City Grove Co-op', 'FOOD_AND_DRINK_GROCERIES', IN_STORE, {
      mcc: '5411',
      places: [street('82 Winooski Ave')],
    }),
    shop('Bulkbarn Wholesale', 'GENERAL_MERCHANDISE_SUPERSTORES', IN_STORE, {
      mcc: '5300',
      places: [street('218 Lower Mountain View Dr', '301')],
    }),
  ],
  smallGroceries: [
    shop('Corner Larder', 'FOOD_AND_DRINK_GROCERIES', IN_STORE, {
      places: [street('37 North St')],
    }),
    shop('Quickfern', 'GENERAL_MERCHANDISE_CONVENIENCE_STORES', IN_STORE, {
      raw: 'QUICKFERN 0451',
      places: [street('661 Pine St', '451')],
    }),
  ],
  coffee: [
    shop('Kestrel Coffee', 'FOOD_AND_DRINK_COFFEE', IN_STORE, {
      mcc: '5814',
      raw: 'TST* KESTREL COFFEE',
      via: 'terminal',
      places: [street('115 College St'), street('9 Church St')],
    }),
    shop('Lakeside Roasters', 'FOOD_AND_DRINK_COFFEE', IN_STORE, {
      places: [street('1 Main St')],
    }),
  ],
  lunch: [
    shop('Green Bowl', 'FOOD_AND_DRINK_FAST_FOOD', IN_STORE, { places: [street('28 Bank St')] }),
    shop('Tortilla Lane', 'FOOD_AND_DRINK_FAST_FOOD', IN_STORE, {
      raw: 'SQ *TORTILLA LANE',
      via: 'terminal',
      places: [street('150 Church St')],
    }),
    shop('Noodle Post', 'FOOD_AND_DRINK_RESTAURANT', IN_STORE, {
      places: [street('64 Cherry St')],
    }),
  ],
  restaurant: [
    shop('The Copper Ladle', 'FOOD_AND_DRINK_RESTAURANT', IN_STORE, {
      mcc: '5812',
      places: [street('12 Saint Paul St')],
    }),
    shop('Trattoria Ninetta', 'FOOD_AND_DRINK_RESTAURANT', IN_STORE, {
      mcc: '5812',
      places: [street('83 Main St')],
    }),
    shop('Harbor House Grill', 'FOOD_AND_DRINK_RESTAURANT', IN_STORE, {
      mcc: '5812',
      places: [street('45 King St')],
    }),
    shop('Saffron & Salt', 'FOOD_AND_DRINK_RESTAURANT', IN_STORE, {
      places: [street('207 North Winooski Ave')],
    }),
  ],
  takeaway: [
    shop('Pizza Fortuna', 'FOOD_AND_DRINK_FAST_FOOD', IN_STORE, {
      places: [street('179 Riverside Ave')],
    }),
    shop('Doordrop', 'FOOD_AND_DRINK_RESTAURANT', ONLINE, { raw: 'DOORDROP*ORDER 8005550142' }),
  ],
  bakery: [
    shop('Maple & Rye', 'FOOD_AND_DRINK_OTHER_FOOD_AND_DRINK', IN_STORE, {
      raw: 'SQ *MAPLE & RYE BAKERY',
      via: 'terminal',
      places: [street('5 Hinesburg Rd')],
    }),
  ],
  wine: [
    shop('Cellar Door Wines', 'FOOD_AND_DRINK_BEER_WINE_AND_LIQUOR', IN_STORE, {
      places: [street('126 College St')],
    }),
  ],
  gas: [
    shop('Ridgeline Fuel', 'TRANSPORTATION_GAS', IN_STORE, {
      mcc: '5542',
      raw: 'RIDGELINE FUEL 7731',
      places: [street('1020 Shelburne Rd', '7731'), street('415 Pine St', '7702')],
    }),
    shop('Merritt Gas', 'TRANSPORTATION_GAS', IN_STORE, { mcc: '5542' }),
  ],
  transit: [
    shop('Green Mountain Transit', 'TRANSPORTATION_PUBLIC_TRANSIT', ONLINE, {
      mcc: '4111',
      raw: 'GMT MOBILE FARE',
    }),
  ],
  parking: [
    shop('ParkSure', 'TRANSPORTATION_PARKING', ONLINE, { raw: 'PARKSURE 88214 BURLINGTON' }),
  ],
  rides: [
    shop('Hopalong', 'TRANSPORTATION_TAXIS_AND_RIDE_SHARES', ONLINE, { raw: 'HOPALONG TRIP' }),
  ],
  pharmacy: [
    shop('Wellspring Pharmacy', 'MEDICAL_PHARMACIES_AND_SUPPLEMENTS', IN_STORE, {
      mcc: '5912',
      places: [street('24 Cherry St', '1180')],
    }),
  ],
  doctor: [
    shop('Lakeside Pediatrics', 'MEDICAL_PRIMARY_CARE', IN_STORE, {
      mcc: '8011',
      places: [street('600 Blair Park Rd')],
    }),
    shop('Champlain Family Health', 'MEDICAL_PRIMARY_CARE', IN_STORE, { mcc: '8011' }),
  ],
  dentist: [shop('Brightside Dental', 'MEDICAL_DENTAL_CARE', IN_STORE, { mcc: '8021' })],
  clothes: [
    shop('Thistle & Thread', 'GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES', IN_STORE, {
      places: [street('49 Church St')],
    }),
    shop('Loomway', 'GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES', ONLINE),
  ],
  children: [
    shop('Puddle Jumpers', 'GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES', IN_STORE),
    shop('Tinker Toy Shop', 'GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES', IN_STORE, {
      places: [street('65 Falls Rd')],
    }),
  ],
  marketplace: [
    shop('Parcelo', 'GENERAL_MERCHANDISE_ONLINE_MARKETPLACES', ONLINE, {
      mcc: '5999',
      raw: 'PARCELO MKTPL*2K48R1',
    }),
    shop('Brook & Basin', 'GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE', ONLINE, {
      raw: 'PARCELO*BROOK & BASIN',
      via: 'marketplace',
    }),
  ],
  hardware: [
    shop('Hammer & Oak', 'HOME_IMPROVEMENT_HARDWARE', IN_STORE, {
      mcc: '5200',
      places: [street('52 Dorset St', '88')],
    }),
  ],
  books: [
    shop('Phoenix Lane Books', 'GENERAL_MERCHANDISE_BOOKSTORES_AND_NEWSSTANDS', IN_STORE, {
      places: [street('2 Bank St')],
    }),
  ],
  pets: [shop('Whisker & Tail', 'GENERAL_MERCHANDISE_PET_SUPPLIES', IN_STORE)],
  vet: [shop('Old North Veterinary', 'MEDICAL_VETERINARY_SERVICES', IN_STORE)],
  hair: [shop('Salon Verbena', 'PERSONAL_CARE_HAIR_AND_BEAUTY', IN_STORE, { via: 'terminal' })],
  fun: [
    shop('Orpheum Cinema', 'ENTERTAINMENT_TV_AND_MOVIES', IN_STORE),
    shop(
      'Shelburne Nature Museum',
      'ENTERTAINMENT_SPORTING_EVENTS_AMUSEMENT_PARKS_AND_MUSEUMS',
      IN_STORE,
    ),
    shop('Pixel Harbor', 'ENTERTAINMENT_VIDEO_GAMES', ONLINE),
  ],
  furniture: [shop('Fjordhem', 'HOME_IMPROVEMENT_FURNITURE', ONLINE)],
  electronics: [shop('Voltaire Electronics', 'GENERAL_MERCHANDISE_ELECTRONICS', IN_STORE)],
  donations: [
    shop('Lake Region Food Shelf', 'GOVERNMENT_AND_NON_PROFIT_DONATIONS', ONLINE, {
      via: 'app',
    }),
  ],
  vending: [
    shop('Snackwell Vending', 'FOOD_AND_DRINK_VENDING_MACHINES', IN_STORE, { website: null }),
  ],
  mealKit: [shop('Larkbox', 'FOOD_AND_DRINK_MEAL_KITS', ONLINE)],
} satisfies Record<string, Payee[]>;
