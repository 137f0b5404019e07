import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openState } from '../../src/state/state.ts';
import { run, temporaryFolder } from '../support/run.ts';

describe('what the questions teach, on the terminal', () => {
  it('is a page, and rows of a question file, without who asked', async () => {
    const folder = await temporaryFolder();
    const settings = { DATA_DIR: join(folder, 'data'), INIT_CWD: folder };
    const place = { guildId: '200000000000000001', channelId: '300000000000000001' };
    const state = openState(settings.DATA_DIR);
    for (const userId of ['400000000000000001', '400000000000000002']) {
      const refused = { status: 'not_found', reason: 'name', confidence: 0.1, totalMs: 90, isPrivate: false } as const;
      state.questions.add({
        ...place,
        ...refused,
        userId,
        question: 'who is Ugo Zanetti?',
        missing: ['Ugo Zanetti'],
        cited: [],
      });
      state.counts.add(place.guildId, 'not_found', 90);
    }
    state.close();
    const made = await run('scripts/insights.ts', ['-o', 'pages/insights.html'], settings);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/insights\.html: 2 questions\./) });
    const page = readFileSync(join(folder, 'pages/insights.html'), 'utf8');
    expect(page).toContain('<td>ugo zanetti</td><td>2</td>');
    expect(page).toContain('<svg');
    expect(page).not.toContain('400000000000000001');
    const other = await run('scripts/insights.ts', ['-o', 'other.html', '--server', '200000000000000009'], settings);
    expect(other.stdout).toMatch(/0 questions/);
    const rows = await run('scripts/gaps.ts', [], settings);
    expect(JSON.parse(rows.stdout)).toEqual({
      id: expect.stringMatching(/^unanswered-/),
      question: 'who is Ugo Zanetti?',
      refuse: true,
      type: 'unanswered',
    });
    expect(rows.stderr).toBe('1 question\n');
    expect((await run('scripts/gaps.ts', ['--help'], settings)).stdout).toMatch(/rows of a question file/);
    expect(existsSync(join(folder, 'other.html'))).toBe(true);
  }, 60_000);
});
