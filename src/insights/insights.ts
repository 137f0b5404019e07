import type { Database } from '../state/database.ts';
import type { FeedbackReason } from '../state/feedback.ts';

const DAY_MS = 86_400_000;
/** Weeks that are shown. */
export const WEEKS = 12;
/** Longest list. */
const LISTED = 15;

export interface Week {
  /** Its Monday, YYYY-MM-DD, in UTC. */
  readonly monday: string;
  readonly answered: number;
  readonly refused: number;
  readonly failed: number;
}

export interface Counted<Key = string> {
  readonly key: Key;
  readonly count: number;
}

/** What the questions of a server, or of all, teach. No part of it tells what one person alone asked. */
export interface Insights {
  /** The last weeks, oldest first, this one last. */
  readonly weeks: readonly Week[];
  readonly questions: number;
  /** Of questions that did not fail, 0 to 1; null without any. */
  readonly answeredShare: number | null;
  /** Response times in milliseconds; null without any. */
  readonly p50: number | null;
  readonly p95: number | null;
  /** Whether a log of questions is kept, which the next three are from. */
  readonly hasLog: boolean;
  /** Names and words that refusals missed, of at least two people, most often first. Private questions are left out. */
  readonly missing: readonly Counted[];
  /** How many more names and words one person alone missed: they are not told. */
  readonly missedByOne: number;
  /** Refusals by their reason: 'topic', 'name', 'not-stated', 'empty'. */
  readonly refusals: readonly Counted[];
  /** Sources that were quoted to at least two people, by id, to the most people first. */
  readonly cited: readonly Counted[];
  readonly helpful: number;
  readonly notHelpful: readonly Counted<FeedbackReason>[];
  readonly reported: number;
}

/** Time that is looked at: from `from` until before `to`, milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The Monday of a moment's week, in UTC, milliseconds since 1970 (ISO 8601: weeks begin on Monday). */
export function mondayOf(ms: number): number {
  const day = new Date(ms);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - sinceMonday);
}

/** The last weeks up to a moment, whole ones and the present. */
export function lastWeeks(now: number): Span {
  return { from: mondayOf(now) - (WEEKS - 1) * 7 * DAY_MS, to: now + 1 };
}

/**
 * Gathers what the questions teach.
 * @param guildId of one server; null: of all, direct messages too.
 */
export function insights(database: Database, guildId: string | null, { from, to }: Span): Insights {
  const where = `created_at >= ? AND created_at < ?${guildId === null ? '' : ' AND guild_id = ?'}`;
  const bound = [from, to, ...(guildId === null ? [] : [guildId])];
  const all = <Row>(sql: string) => database.prepare(sql.replace('WHERE', `WHERE ${where}`)).all(...bound) as Row[];
  const counts = all<{ status: string; total_ms: number; created_at: number }>(
    'SELECT status, total_ms, created_at FROM question_counts WHERE',
  );
  const log = all<LoggedRow>('SELECT status, reason, missing, cited, user_id, is_private FROM question_log WHERE');
  const open = log.filter(({ is_private }) => is_private === 0);
  const missed = byPeople(open, ({ missing }) => distinct(missing).map((each) => each.toLowerCase()));
  const shared = missed.filter(([, people]) => people.length > 1);
  const feedback = all<{ verdict: string; reason: FeedbackReason | null }>(
    'SELECT verdict, reason FROM feedback WHERE',
  );
  const status = (wanted: string) => counts.filter((each) => each.status === wanted).length;
  const [answered, refused] = [status('answered'), status('not_found')];
  const times = counts
    .filter((each) => each.status !== 'failed')
    .map(({ total_ms }) => total_ms)
    .sort((a, b) => a - b);
  return {
    weeks: weeksOf(counts, from, to),
    questions: counts.length,
    answeredShare: answered + refused === 0 ? null : answered / (answered + refused),
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    hasLog: log.length > 0,
    missing: counted(shared.flatMap(([name, people]) => people.map(() => name))),
    missedByOne: missed.length - shared.length,
    refusals: counted(log.flatMap(({ status: each, reason }) => (each === 'not_found' ? [reason ?? 'topic'] : []))),
    cited: counted(
      byPeople(open, ({ cited }) => distinct(cited)).flatMap(([id, people]) =>
        people.length > 1 ? people.map(() => id) : [],
      ),
    ),
    helpful: feedback.filter(({ verdict }) => verdict === 'helpful').length,
    notHelpful: counted(
      feedback.flatMap(({ verdict, reason }) => (verdict === 'not helpful' ? [reason ?? ('other' as const)] : [])),
    ),
    reported: feedback.filter(({ verdict }) => verdict === 'reported').length,
  };
}

interface LoggedRow {
  readonly status: string;
  readonly reason: string | null;
  readonly missing: string;
  readonly cited: string;
  readonly user_id: string;
  readonly is_private: number;
}

/** What rows of the log hold, with the people whose rows hold it, each once. */
function byPeople(log: readonly LoggedRow[], keysOf: (row: LoggedRow) => readonly string[]): [string, string[]][] {
  const people = new Map<string, Set<string>>();
  for (const row of log)
    for (const key of keysOf(row)) people.set(key, (people.get(key) ?? new Set()).add(row.user_id));
  return [...people].map(([key, who]) => [key, [...who]]);
}

function weeksOf(counts: readonly { status: string; created_at: number }[], from: number, to: number): Week[] {
  const weeks = new Map<number, { answered: number; refused: number; failed: number }>();
  for (let monday = mondayOf(from); monday < to; monday += 7 * DAY_MS)
    weeks.set(monday, { answered: 0, refused: 0, failed: 0 });
  for (const { status, created_at } of counts) {
    const week = weeks.get(mondayOf(created_at));
    if (week) week[status === 'answered' ? 'answered' : status === 'not_found' ? 'refused' : 'failed']++;
  }
  return [...weeks].map(([monday, week]) => ({ monday: new Date(monday).toISOString().slice(0, 10), ...week }));
}

/** How often each is there, most often first, of one number by the alphabet. */
function counted<Key extends string>(keys: readonly Key[]): Counted<Key>[] {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .sort((a, b) => b.count - a.count || a.key.localeCompare(b.key))
    .slice(0, LISTED);
}

function distinct(json: string): string[] {
  return [...new Set(JSON.parse(json) as string[])];
}

/** The value below which a share of them lies (nearest rank); null of none. */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
