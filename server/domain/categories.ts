/** Plaid's personal finance categories, version 2: each primary with the rest of its details. */
const taxonomy: Record<string, string> = {
  INCOME:
    'SALARY CONTRACTOR GIG_ECONOMY RENTAL RETIREMENT_PENSION INTEREST_EARNED DIVIDENDS ' +
    'TAX_REFUND UNEMPLOYMENT CHILD_SUPPORT LONG_TERM_DISABILITY MILITARY OTHER',
  RENT_AND_UTILITIES:
    'RENT GAS_AND_ELECTRICITY WATER SEWAGE_AND_WASTE_MANAGEMENT INTERNET_AND_CABLE TELEPHONE ' +
    'OTHER_UTILITIES',
  FOOD_AND_DRINK:
    'GROCERIES RESTAURANT FAST_FOOD COFFEE BEER_WINE_AND_LIQUOR VENDING_MACHINES ' +
    'OTHER_FOOD_AND_DRINK',
  TRANSPORTATION:
    'GAS PUBLIC_TRANSIT PARKING TAXIS_AND_RIDE_SHARES TOLLS BIKES_AND_SCOOTERS ' +
    'OTHER_TRANSPORTATION',
  GENERAL_MERCHANDISE:
    'ONLINE_MARKETPLACES SUPERSTORES CLOTHING_AND_ACCESSORIES ELECTRONICS DEPARTMENT_STORES ' +
    'DISCOUNT_STORES CONVENIENCE_STORES BOOKSTORES_AND_NEWSSTANDS GIFTS_AND_NOVELTIES ' +
    'OFFICE_SUPPLIES PET_SUPPLIES SPORTING_GOODS TOBACCO_AND_VAPE OTHER_GENERAL_MERCHANDISE',
  HOME_IMPROVEMENT: 'FURNITURE HARDWARE REPAIR_AND_MAINTENANCE SECURITY OTHER_HOME_IMPROVEMENT',
  MEDICAL:
    'PRIMARY_CARE DENTAL_CARE EYE_CARE PHARMACIES_AND_SUPPLEMENTS NURSING_CARE ' +
    'VETERINARY_SERVICES OTHER_MEDICAL',
  PERSONAL_CARE:
    'GYMS_AND_FITNESS_CENTERS HAIR_AND_BEAUTY LAUNDRY_AND_DRY_CLEANING OTHER_PERSONAL_CARE',
  GENERAL_SERVICES:
    'CHILDCARE EDUCATION INSURANCE AUTOMOTIVE ACCOUNTING_AND_FINANCIAL_PLANNING ' +
    'CONSULTING_AND_LEGAL POSTAGE_AND_SHIPPING STORAGE OTHER_GENERAL_SERVICES',
  ENTERTAINMENT:
    'TV_AND_MOVIES MUSIC_AND_AUDIO VIDEO_GAMES SPORTING_EVENTS_AMUSEMENT_PARKS_AND_MUSEUMS ' +
    'CASINOS_AND_GAMBLING OTHER_ENTERTAINMENT',
  TRAVEL: 'FLIGHTS LODGING RENTAL_CARS OTHER_TRAVEL',
  GOVERNMENT_AND_NON_PROFIT:
    'TAX_PAYMENT DONATIONS GOVERNMENT_DEPARTMENTS_AND_AGENCIES OTHER_GOVERNMENT_AND_NON_PROFIT',
  BANK_FEES:
    'ATM_FEES INTEREST_CHARGE LATE_FEES OVERDRAFT_FEES INSUFFICIENT_FUNDS ' +
    'FOREIGN_TRANSACTION_FEES CASH_ADVANCE OTHER_BANK_FEES',
  LOAN_PAYMENTS:
    'MORTGAGE_PAYMENT STUDENT_LOAN_PAYMENT CAR_PAYMENT PERSONAL_LOAN_PAYMENT ' +
    'CREDIT_CARD_PAYMENT BNPL CASH_ADVANCES EWA OTHER_PAYMENT',
  LOAN_DISBURSEMENTS: 'MORTGAGE STUDENT AUTO PERSONAL CASH_ADVANCES EWA BNPL OTHER_DISBURSEMENT',
  TRANSFER_IN:
    'ACCOUNT_TRANSFER SAVINGS DEPOSIT INVESTMENT_AND_RETIREMENT_FUNDS TRANSFER_IN_FROM_APPS WIRE ' +
    'OTHER_TRANSFER_IN',
  TRANSFER_OUT:
    'ACCOUNT_TRANSFER SAVINGS WITHDRAWAL INVESTMENT_AND_RETIREMENT_FUNDS ' +
    'TRANSFER_OUT_FROM_APPS WIRE CRYPTO OTHER_TRANSFER_OUT',
  OTHER: 'OTHER',
};

/** Where the code's own words would mislead or repeat themselves. */
const labels: Record<string, string> = {
  INCOME_OTHER: 'Other income',
  FOOD_AND_DRINK_RESTAURANT: 'Restaurants',
  FOOD_AND_DRINK_BEER_WINE_AND_LIQUOR: 'Beer, wine and liquor',
  ENTERTAINMENT_SPORTING_EVENTS_AMUSEMENT_PARKS_AND_MUSEUMS: 'Events, parks and museums',
  ENTERTAINMENT_TV_AND_MOVIES: 'TV and movies',
  TRANSPORTATION_GAS: 'Fuel',
  RENT_AND_UTILITIES_GAS_AND_ELECTRICITY: 'Gas and electricity',
  BANK_FEES_ATM_FEES: 'ATM fees',
  BANK_FEES_CASH_ADVANCE: 'Cash advance fees',
  LOAN_PAYMENTS_BNPL: 'Buy now, pay later',
  LOAN_PAYMENTS_EWA: 'Paying back early wages',
  LOAN_PAYMENTS_CASH_ADVANCES: 'Paying back cash advances',
  LOAN_PAYMENTS_OTHER_PAYMENT: 'Other loan payments',
  LOAN_PAYMENTS_CREDIT_CARD_PAYMENT: 'Card payments',
  LOAN_PAYMENTS_MORTGAGE_PAYMENT: 'Mortgage payments',
  LOAN_PAYMENTS_STUDENT_LOAN_PAYMENT: 'Student loan payments',
  LOAN_PAYMENTS_CAR_PAYMENT: 'Car payments',
  LOAN_DISBURSEMENTS_BNPL: 'Buy now, pay later received',
  LOAN_DISBURSEMENTS_EWA: 'Early wages received',
  LOAN_DISBURSEMENTS_AUTO: 'Car loan received',
  LOAN_DISBURSEMENTS_MORTGAGE: 'Mortgage received',
  LOAN_DISBURSEMENTS_STUDENT: 'Student loan received',
  LOAN_DISBURSEMENTS_PERSONAL: 'Personal loan received',
  LOAN_DISBURSEMENTS_CASH_ADVANCES: 'Cash advance received',
  LOAN_DISBURSEMENTS_OTHER_DISBURSEMENT: 'Other loan received',
  TRANSFER_IN_ACCOUNT_TRANSFER: 'From own account',
  TRANSFER_IN_SAVINGS: 'From savings',
  TRANSFER_IN_DEPOSIT: 'Deposit',
  TRANSFER_IN_INVESTMENT_AND_RETIREMENT_FUNDS: 'From investments',
  TRANSFER_IN_TRANSFER_IN_FROM_APPS: 'From a payment app',
  TRANSFER_IN_WIRE: 'Wire received',
  TRANSFER_OUT_ACCOUNT_TRANSFER: 'To own account',
  TRANSFER_OUT_SAVINGS: 'To savings',
  TRANSFER_OUT_WITHDRAWAL: 'Cash withdrawal',
  TRANSFER_OUT_INVESTMENT_AND_RETIREMENT_FUNDS: 'To investments',
  TRANSFER_OUT_TRANSFER_OUT_FROM_APPS: 'To a payment app',
  TRANSFER_OUT_WIRE: 'Wire sent',
  TRANSFER_OUT_CRYPTO: 'Crypto bought',
  OTHER_OTHER: 'Other',
};

export interface CategoryWords {
  code: string;
  primary: string;
  label: string;
}

export interface CategoryGroup {
  code: string;
  label: string;
  categories: CategoryWords[];
}

const sentence = (code: string) => {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** All groups in reading order. */
export const categoryGroups: CategoryGroup[] = Object.entries(taxonomy).map(([primary, rest]) => ({
  code: primary,
  label: labels[primary] ?? sentence(primary),
  categories: rest.split(' ').map((detail) => {
    const code = `${primary}_${detail}`;
    return { code, primary, label: labels[code] ?? sentence(detail) };
  }),
}));

const byCode = new Map<string, CategoryWords>();
for (const group of categoryGroups) {
  byCode.set(group.code, { code: group.code, primary: group.code, label: group.label });
  for (const category of group.categories) byCode.set(category.code, category);
}
const primariesLongestFirst = Object.keys(taxonomy).toSorted((a, b) => b.length - a.length);

/**
 * A code in words. The taxonomy grows within months: an unknown detail falls back to the longest
 * primary it begins with, or to the primary the bank sent with it.
 */
export function describeCategory(code: string, sentPrimary?: string | null): CategoryWords {
  const known = byCode.get(code);
  if (known) return known;
  const primary =
    primariesLongestFirst.find((p) => code.startsWith(`${p}_`)) ??
    (sentPrimary && byCode.has(sentPrimary) ? sentPrimary : 'OTHER');
  const detail = code.startsWith(`${primary}_`) ? code.slice(primary.length + 1) : code;
  return { code, primary, label: sentence(detail) };
}

/** Whether a code stands for a whole group. */
export const isPrimary = (code: string): boolean => code in taxonomy;

/** Whether a member may file under it: a detailed code or a primary we know. */
export const isKnownCategory = (code: string): boolean => byCode.has(code);
