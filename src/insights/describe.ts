import type { Insights } from './insights.ts';

/** What refusals by a reason are called. */
export const REFUSALS: Readonly<Record<string, string>> = {
  name: 'a name that the sources do not mention',
  topic: 'a topic that the sources do not hold',
  'not-stated': 'nothing that states it',
  empty: 'nothing to look for',
};

/** The figures on a line each, for people; lists are not among them. */
export function figures({ questions, answeredShare, p50, p95, helpful, notHelpful, reported }: Insights): string[] {
  const seconds = (ms: number | null) => (ms === null ? '–' : `${(ms / 1000).toFixed(2)} s`);
  return [
    `${questions} question${questions === 1 ? '' : 's'}${answeredShare === null ? '' : `, ${Math.round(answeredShare * 100)} % of them answered`}`,
    `response time ${seconds(p50)} (half of them), ${seconds(p95)} (95 %)`,
    `${helpful} helpful, ${notHelpful.reduce((sum, { count }) => sum + count, 0)} not helpful, ${reported} reported as missing`,
  ];
}

/** Tells of what one person alone missed, without telling what that is; null where there is nothing. */
export function missedByOne({ missedByOne: n }: Insights): string | null {
  return n === 0
    ? null
    : `${n} more name${n === 1 ? ' or word was' : 's or words were'} missed by one person each; they are not shown here.`;
}

/** Said where there is no log that names and sources could be told from. */
export const NO_LOG =
  'What was missed and which sources were quoted is told from the log of questions, which is empty. /settings server switches it on.';
