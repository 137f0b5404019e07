import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readQuestions } from '../../src/evaluation/question-file.ts';
import { gaps } from '../../src/insights/gaps.ts';
import { insights, lastWeeks, mondayOf } from '../../src/insights/insights.ts';
import { insightsPage } from '../../src/insights/page.ts';
import { openState, type State } from '../../src/state/state.ts';
import { temporaryFolder } from '../support/run.ts';

const [GUILD, OTHER, CHANNEL, ANA, BEN] = [
  '200000000000000001',
  '200000000000000002',
  '300000000000000001',
  '400000000000000001',
  '400000000000000002',
];
/** A Wednesday. */
const NOW = Date.parse('2026-11-25T12:00:00Z');
const WEEK = 7 * 86_400_000;

async function filled(): Promise<State> {
  let now = NOW - WEEK;
  const state = openState(await temporaryFolder(), () => now);
  onTestFinished(() => state.close());
  const place = { guildId: GUILD, channelId: CHANNEL, userId: ANA };
  const log = (question: string, missing: string[], cited: string[], userId = ANA, isPrivate = false) => {
    const isFound = cited.length > 0;
    const status = isFound ? ('answered' as const) : ('not_found' as const);
    const reason = isFound ? null : missing.length > 0 ? 'name' : 'topic';
    state.questions.add({
      ...place,
      userId,
      question,
      status,
      reason,
      confidence: 0.5,
      totalMs: 200,
      missing,
      cited,
      isPrivate,
    });
    state.counts.add(GUILD, status, isFound ? 200 : 100);
  };
  log('why was A listed?', [], ['a.md', 'b.md']);
  now = NOW;
  log('who is FIFA?', ['FIFA'], []);
  log('what of fifa and uefa', ['fifa', 'UEFA'], [], BEN);
  log('who is Secret?', ['Secret'], [], ANA, true);
  log('who is Secret?', ['Secret'], [], BEN, true);
  log('when was A listed?', [], ['a.md'], BEN);
  state.counts.add(GUILD, 'failed', 1);
  state.counts.add(OTHER, 'answered', 9000);
  const view = state.views.add({
    ...place,
    kind: 'answer',
    isPrivate: false,
    data: { answer: { evidence: [{ plain: 'It (was) moved.' }] } },
  });
  const said = { ...place, viewId: view.id, comment: null };
  state.feedback.put({ ...said, verdict: 'not helpful', reason: 'wrong passage', question: 'where is A?' });
  state.feedback.put({ ...said, verdict: 'reported', reason: 'missing source', question: 'who is FIFA?' });
  return state;
}

describe('insights', () => {
  it('count questions by week, what was missed, quoted and said, of one server', async () => {
    const { database } = await filled();
    const about = insights(database, GUILD, lastWeeks(NOW));
    expect(about.weeks).toHaveLength(12);
    expect(about.weeks.slice(-2)).toEqual([
      { monday: '2026-11-16', answered: 1, refused: 0, failed: 0 },
      { monday: '2026-11-23', answered: 1, refused: 4, failed: 1 },
    ]);
    expect(about).toMatchObject({ questions: 7, answeredShare: 2 / 6, p50: 100, p95: 200, helpful: 0, reported: 1 });
    expect(about.missing).toEqual([{ key: 'fifa', count: 2 }]);
    expect(about.missedByOne).toBe(1);
    expect(about.refusals).toEqual([{ key: 'name', count: 4 }]);
    expect(about.cited).toEqual([{ key: 'a.md', count: 2 }]);
    expect(about.notHelpful).toEqual([{ key: 'wrong passage', count: 1 }]);
    expect(insights(database, OTHER, lastWeeks(NOW))).toMatchObject({
      questions: 1,
      hasLog: false,
      missing: [],
      cited: [],
    });
    expect(insights(database, null, lastWeeks(NOW)).questions).toBe(8);
  });

  it('are a page that names nobody and loads nothing', async () => {
    const { database } = await filled();
    const page = insightsPage(insights(database, null, lastWeeks(NOW)), new Map([['a.md', 'List <A>']]), 'today');
    expect(page).toContain('<td>List &lt;A&gt;</td><td>2</td>');
    expect(page).toContain('<td>fifa</td><td>2</td>');
    expect(page).not.toContain(ANA);
    expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:\/\/|<script|<link/);
  });

  it('begin weeks on Monday', () => {
    expect(mondayOf(Date.parse('2026-11-23T00:00:00Z'))).toBe(Date.parse('2026-11-23'));
    expect(mondayOf(Date.parse('2026-11-29T23:59:59Z'))).toBe(Date.parse('2026-11-23'));
  });
});

describe('gaps', () => {
  it('are rows that the evaluation reads, each question once', async () => {
    const { database } = await filled();
    const rows = gaps(database);
    expect(rows.map(({ question, type }) => [question, type])).toEqual([
      ['who is FIFA?', 'reported'],
      ['where is A?', 'not helpful: wrong passage'],
      ['who is Secret?', 'unanswered'],
      ['what of fifa and uefa', 'unanswered'],
    ]);
    expect(JSON.stringify(rows)).not.toContain(ANA);
    const file = join(await temporaryFolder(), 'gaps.jsonl');
    writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
    const read = await readQuestions(file);
    expect(read[1]!.not[0]!.test('It (was) moved.')).toBe(true);
    expect(read.map(({ refuse }) => refuse)).toEqual([true, false, true, true]);
  });
});
