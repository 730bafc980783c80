/**
 * A GS1 date YYMMDD as YYYY-MM-DD; day 00 is the last day of the month (GS1 General Specifications 3.4.2 to 3.4.7). The century
 * is the one that puts the year within 49 years back and 50 ahead of `thisYear` (7.12). Null for a day the calendar has not.
 */
export function parseGs1Date(yymmdd: string, thisYear: number): string | null {
  if (!/^\d{6}$/.test(yymmdd)) return null;
  const year = fullYear(Number(yymmdd.slice(0, 2)), thisYear);
  const month = Number(yymmdd.slice(2, 4));
  const day = Number(yymmdd.slice(4, 6));
  if (month < 1 || month > 12) return null;
  const lastDay = daysInMonth(year, month);
  if (day > lastDay) return null;
  return `${year}-${yymmdd.slice(2, 4)}-${String(day === 0 ? lastDay : day).padStart(2, '0')}`;
}

function fullYear(twoDigits: number, thisYear: number): number {
  const century = Math.floor(thisYear / 100) * 100;
  const difference = twoDigits - (thisYear % 100);
  if (difference >= 51) return century - 100 + twoDigits;
  if (difference <= -50) return century + 100 + twoDigits;
  return century + twoDigits;
}

function daysInMonth(year: number, month: number): number {
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return isLeapYear ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
