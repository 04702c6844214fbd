import type { Leaning } from './recurringSearch.ts';

/** What mostly comes by itself: rent, insurance, wages, a film service, a standing order. */
const bills = new RegExp(
  '^(RENT_AND_UTILITIES|LOAN_PAYMENTS|INCOME_(SALARY|RETIREMENT|RENTAL|CHILD|LONG|MILITARY)' +
    '|GENERAL_SERVICES_(INSURANCE|CHILDCARE|EDUCATION|STORAGE)' +
    '|ENTERTAINMENT_(TV|MUSIC|VIDEO)|PERSONAL_CARE_GYMS|INCOME_INTEREST|BANK_FEES_INTEREST' +
    '|GOVERNMENT_AND_NON_PROFIT_TAX)',
);

/** What people go and buy. */
const habits = new RegExp(
  '^(FOOD_AND_DRINK|TRANSPORTATION|GENERAL_MERCHANDISE|MEDICAL|TRAVEL|HOME_IMPROVEMENT' +
    '|BANK_FEES|ENTERTAINMENT_(SPORTING|CASINOS)|PERSONAL_CARE_(HAIR|LAUNDRY)|TRANSFER_OUT_WITHDRAWAL)',
);

/** What the bank's category says about coming back, which is a hint and no more. */
export const leaningOf = (category: string | null): Leaning =>
  category === null
    ? 'neither'
    : bills.test(category)
      ? 'bill'
      : habits.test(category)
        ? 'habit'
        : 'neither';
