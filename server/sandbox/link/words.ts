/** Errors of the bank in a person's words. */

const SENTENCES: Readonly<Record<string, string>> = {
  ACCESS_NOT_GRANTED: 'The bank did not share what was asked for.',
  INSTITUTION_DOWN: 'This bank does not answer at the moment. Please try again later.',
  INSTITUTION_NOT_AVAILABLE: 'This bank is not available at the moment. Please try again later.',
  INSTITUTION_NOT_RESPONDING: 'This bank does not answer at the moment. Please try again soon.',
  INSTITUTION_NO_LONGER_SUPPORTED: 'This bank can no longer be connected.',
  INSUFFICIENT_CREDENTIALS: 'The bank needs more to let you in. Please sign in again.',
  INTERNAL_SERVER_ERROR: 'Something went wrong on our side. Please try again.',
  INVALID_CREDENTIALS: 'The bank did not accept this name and password. Please try again.',
  INVALID_MFA: 'The answers were not right. Please sign in again.',
  INVALID_UPDATED_USERNAME: 'This is another person’s sign-in than the one that is connected.',
  ITEM_LOCKED: 'The bank has locked this login. Unlock it at the bank, then try again.',
  ITEM_LOGIN_REQUIRED: 'The bank wants you to sign in again.',
  MFA_NOT_SUPPORTED: 'The bank asks for a kind of check that cannot be done here.',
  NO_ACCOUNTS: 'The bank found no account that could be connected.',
  NO_INVESTMENT_ACCOUNTS: 'There is no investment account among these.',
  NO_LIABILITY_ACCOUNTS: 'There is no card or loan among these.',
  OAUTH_STATE_ID_ALREADY_PROCESSED: 'This return from the bank has been used already.',
  OAUTH_STATE_ID_NOT_FOUND: 'This return from the bank is not known here.',
  INCORRECT_LINK_TOKEN: 'This return from the bank belongs to another connection.',
  PASSWORD_RESET_REQUIRED: 'The bank wants you to set a new password there first.',
  PRODUCTS_NOT_SUPPORTED: 'This bank does not offer what was asked for.',
  RATE_LIMIT: 'Too many tries. Please wait a day and try again.',
  USER_INPUT_TIMEOUT: 'That took too long. Please try again.',
  USER_SETUP_REQUIRED: 'Finish setting up your account at the bank, then try again.',
};

/** The bank's own message where there is no better sentence, as a sentence. */
export function sentenceFor(code: string, message: string): string {
  const known = SENTENCES[code];
  if (known) return known;
  const text = message.trim();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
}
