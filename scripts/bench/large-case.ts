import { join } from 'node:path';
import type { Quotation } from '../../src/case/case.ts';
import { exportAside } from '../../src/case/export-client.ts';
import { CaseStore } from '../../src/case/store.ts';
import { openState } from '../../src/state/state.ts';

const ITEMS = 2000;

/** What is done with a case, and the longest of its runs, milliseconds: what is done in the bot's process blocks it so long. */
export interface CaseTime {
  readonly what: string;
  readonly ms: number;
}

/** Works a case of 2,000 items with three quotations each. */
export async function largeCase(folder: string): Promise<CaseTime[]> {
  const dataDir = join(folder, 'case');
  const state = openState(dataDir);
  const cases = new CaseStore(state.database);
  const { id } = cases.open({ guildId: '1', channelId: '2', title: 'A large case', userId: '3' });
  const items = Array.from({ length: ITEMS }, (_, n) =>
    cases.add(id, {
      content: { kind: 'quotation', quotations: [0, 1, 2].map((each) => quotation(n + each)) },
      userId: '3',
    }),
  );
  const times: CaseTime[] = [];
  const measure = (what: string, work: (n: number) => void, runs = 20) => {
    let longest = 0;
    for (let n = 0; n < runs; n++) {
      const started = performance.now();
      work(n);
      longest = Math.max(longest, performance.now() - started);
    }
    times.push({ what, ms: longest });
  };
  measure('a page', (n) => {
    for (const item of cases.items(id, { offset: n * 90, limit: 8 }).items) cases.placeOf(id, item);
  });
  measure('a page of a search', (n) => {
    for (const item of cases.items(id, { search: `title ${n * 7}`, limit: 8 }).items) cases.placeOf(id, item);
  });
  measure('its card', () => {
    cases.quotedVersions(id);
    cases.newest(id, 5);
  });
  const versions = cases.quotedVersions(id).slice(0, 400);
  measure('its card, when 400 quoted sources have changed', () => cases.quotesOf(id, versions));
  measure(
    'saving',
    (n) => void cases.add(id, { content: { kind: 'quotation', quotations: [quotation(n)] }, userId: '3' }),
  );
  measure('moving (all positions are given anew now and then)', (n) => cases.move(id, items[n % 2]!.id, 2, '3'), 120);
  for (const format of ['md', 'docx', 'csv', 'json'] as const) {
    const started = performance.now();
    await exportAside({ dataDir, id }, format, new Map(), null);
    times.push({ what: `export as ${format}, in a process of its own`, ms: performance.now() - started });
  }
  state.close();
  return times;
}

function quotation(n: number): Quotation {
  return {
    quote: `The company number ${n} was listed for carrying oil against the embargo. `.repeat(4),
    plain: `The company number ${n} was listed for carrying oil against the embargo. `.repeat(4),
    start: n,
    end: n + 280,
    sourceId: `source-${n % 700}`,
    sha256: '0'.repeat(64),
    title: `Title ${n % 700}`,
    publisher: 'An office',
    published: '2020-11-30',
    dateKind: 'published',
    url: `https://office.example/${n % 700}`,
    path: `source-${n % 700}.md`,
    paragraphs: [1, 1],
    index: { generation: 'g', corpus: 'c', created: '2026-01-01T00:00:00Z', model: 'm' },
  };
}
