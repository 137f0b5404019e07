/** Days a question restricts its sources to: YYYYMMDD numbers, both included. `latest` asks for the newest first. */
export interface DateRange {
  readonly from?: number;
  readonly to?: number;
  readonly latest?: boolean;
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const MONTH = `(?:${MONTHS.map((month) => `${month.slice(0, 3)}(?:${month.slice(3)})?`).join('|')}|sept)\\.?`;
const POINT = `(?:(${MONTH})\\s+(?:of\\s+)?)?((?:19|20)\\d\\d)`;
const BEFORE = new RegExp(`\\b(?:before|until|up to)\\s+${POINT}\\b`, 'i');
const SINCE = new RegExp(`\\b(?:since|after|from)\\s+${POINT}\\b`, 'i');
const BETWEEN = new RegExp(`\\b(?:between|from)\\s+${POINT}\\s+(?:and|to|until)\\s+${POINT}\\b`, 'i');
const DURING = new RegExp(`\\b(?:in|during)\\s+${POINT}\\b`, 'i');
const LATEST = /\b(?:latest|newest|most recent|recently|lately)\b/i;

/**
 * Reads the dates a question restricts its sources to: "in 2019", "since March 2021", "before 2015", "between 2014 and
 * 2016", "latest". Null when it names none.
 */
export function dateRange(question: string): DateRange | null {
  const between = BETWEEN.exec(question);
  if (between) return { from: first(between[1], between[2]!), to: last(between[3], between[4]!) };
  const during = DURING.exec(question);
  if (during) return { from: first(during[1], during[2]!), to: last(during[1], during[2]!) };
  const since = SINCE.exec(question);
  if (since) return { from: first(since[1], since[2]!) };
  const before = BEFORE.exec(question);
  if (before) return { to: first(before[1], before[2]!) - 1 };
  return LATEST.test(question) ? { latest: true } : null;
}

/**
 * Returns what share of the years that a question names stand in a text, 0 to 1; null when it names none, or names them as
 * the bounds of a time.
 */
export function yearsHeld(question: string, text: string): number | null {
  if ([BETWEEN, SINCE, BEFORE].some((bounds) => bounds.test(question))) return null;
  const [asked, held] = [yearsIn(question), yearsIn(text)];
  return asked.size === 0 ? null : [...asked].filter((year) => held.has(year)).length / asked.size;
}

/** Returns the years of the 20th and 21st century that a text names. */
export function yearsIn(text: string): Set<string> {
  return new Set(text.match(/\b(?:19|20)\d\d\b/g));
}

function monthNumber(name: string | undefined): number | null {
  return name === undefined ? null : MONTHS.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3))) + 1;
}

function first(month: string | undefined, year: string): number {
  return Number(year) * 10_000 + (monthNumber(month) ?? 1) * 100 + 1;
}

function last(month: string | undefined, year: string): number {
  return Number(year) * 10_000 + (monthNumber(month) ?? 12) * 100 + 31;
}
