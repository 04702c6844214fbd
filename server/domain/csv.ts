/** What a spreadsheet would take for a formula, and run. */
const formula = /^[=+\-@\t\r＝＋－＠]/u;
const number = /^-?\d+(\.\d+)?$/;

/**
 * A value for a spreadsheet: quoted where it must be, and with an apostrophe before what would be
 * run as a formula. Names come from banks, and whoever pays somebody may write what they like.
 */
function cell(value: string): string {
  const safe = formula.test(value) && !number.test(value) ? `'${value}` : value;
  return /[",;\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of a CSV file (RFC 4180), its end included. */
export const csvLine = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;
