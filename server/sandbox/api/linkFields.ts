import { anything, flag, integer, list, must, nullable, object, oneOf } from './fields.ts';
import { text, webAddress, word } from './fields.ts';
import type { Fields } from './fields.ts';

const LANGUAGES =
  'da nl en et fr de hi it lv lt no pl pt ro es sv vi ja ko zh bg cs el fi hu sk sl tr uk'.split(
    ' ',
  );
const COUNTRIES = 'US GB ES NL FR IE CA DE IT PL DK NO SE EE LT LV PT BE AT FI'.split(' ');

/** Fields that the real endpoint knows and this bank only lets pass. */
const IGNORED = [
  'access_tokens',
  'account_filters',
  'android_package_name',
  'appearance_mode',
  'auth',
  'base_report',
  'card_switch',
  'cashflow_report',
  'consumer_report_permissible_purpose',
  'cra_enabled',
  'cra_options',
  'credit_partner_insights',
  'employment',
  'enable_multi_item_link',
  'eu_config',
  'financekit_supported',
  'identity',
  'identity_verification',
  'income_verification',
  'institution_data',
  'investments',
  'investments_auth',
  'payment_configuration',
  'payment_initiation',
  'statements',
  'third_party_user_token',
  'transfer',
  'user_id',
  'user_token',
];

const products = nullable(list(word));
const THREE_WEEKS = 21 * 86_400;

/** What /link/token/create takes. */
export const linkTokenFields: Fields = {
  ...Object.fromEntries(IGNORED.map((name) => [name, anything])),
  access_token: nullable(word),
  additional_consented_products: products,
  client_name: must(word),
  country_codes: must(list(oneOf(COUNTRIES), 1)),
  hosted_link: object({
    completion_redirect_uri: text,
    delivery_method: nullable(text),
    is_mobile_app: flag,
    url_lifetime_seconds: integer(1, THREE_WEEKS),
  }),
  institution_id: word,
  language: must(oneOf(LANGUAGES)),
  link_customization_name: word,
  optional_products: products,
  products,
  redirect_uri: word,
  required_if_supported_products: products,
  transactions: object({ days_requested: integer(1, 730) }),
  update: object({
    account_selection_enabled: flag,
    item_ids: nullable(list(word)),
    reauthorization_enabled: flag,
    user: flag,
  }),
  user: object({
    address: anything,
    client_user_id: must(word),
    date_of_birth: anything,
    email_address: anything,
    email_address_verified_time: anything,
    id_number: anything,
    legal_name: anything,
    name: anything,
    phone_number: anything,
    phone_number_verified_time: anything,
    ssn: anything,
  }),
  webhook: webAddress,
};
