import { locale } from '#web/ui/format.ts';

interface WeekInfo {
  firstDay: number;
}
type Weeks = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };

let first: 0 | 1 | undefined;
/** The day on which the reader's weeks begin: 0 Sunday, else Monday. */
export function weekStart(): 0 | 1 {
  if (first === undefined) {
    const weeks = new Intl.Locale(locale) as Weeks;
    const { firstDay = 1 } = weeks.getWeekInfo?.() ?? weeks.weekInfo ?? {};
    first = firstDay === 7 ? 0 : 1;
  }
  return first;
}
