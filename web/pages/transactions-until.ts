const dayAfter = (today: string, days: number): string => {
  const day = new Date(`${today}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
};

/** The days that are offered for a surprise to be shown on; both are to come. */
export const untilChoices = (today: string): { month: string; christmas: string } => {
  const year = Number(today.slice(0, 4));
  const christmas = `${year}-12-25`;
  return {
    month: dayAfter(today, 30),
    christmas: today < christmas ? christmas : `${year + 1}-12-25`,
  };
};
