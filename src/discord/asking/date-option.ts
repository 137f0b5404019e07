import { NotNowError } from './admit.ts';

/**
 * A date that was typed into an option, as YYYYMMDD: a year or a month is its first day for `from`, its last for `to`.
 * @returns undefined for an option that was left out.
 * @throws NotNowError that says what dates look like.
 */
export function dateOption(typed: string | null, side: 'from' | 'to'): number | undefined {
  if (typed === null || typed.trim() === '') return undefined;
  const [, year, month, day] = /^((?:19|20)\d\d)(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(typed.trim()) ?? [];
  const [m, d] = [Number(month ?? (side === 'from' ? 1 : 12)), Number(day ?? (side === 'from' ? 1 : 31))];
  if (year === undefined || m < 1 || m > 12 || d < 1 || d > 31)
    throw new NotNowError(`I can't read “${typed.slice(0, 20)}” as a date. Write 2019, 2019-03 or 2019-03-31.`);
  return Number(year) * 10_000 + m * 100 + d;
}
