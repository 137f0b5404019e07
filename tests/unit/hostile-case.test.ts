import { unzipSync } from 'fflate';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { visible } from '../../src/answer/describe.ts';
import { type CaseHead, type Content, type Item, type Quotation, quotationsOf } from '../../src/case/case.ts';
import { type DossierParts, dossier } from '../../src/case/export/dossier.ts';
import { exportCase } from '../../src/case/export/export.ts';
import { caseMarkdown } from '../../src/case/export/markdown.ts';
import { caseCsv } from '../../src/case/export/table.ts';
import {
  renderCaseCard,
  renderCaseList,
  renderItem,
  renderItems,
  type ShownCase,
} from '../../src/discord/render/case.ts';
import { renderConflict, renderFormats, renderHistory } from '../../src/discord/render/case-forms.ts';
import { renderExcerpts } from '../../src/discord/render/excerpts.ts';
import { renderInsights } from '../../src/discord/render/insights.ts';
import type { Payload } from '../../src/discord/render/message.ts';
import { renderAlert, renderWishFulfilled } from '../../src/discord/render/news.ts';
import { renderRemoved, renderSaved, renderWhere } from '../../src/discord/render/saving.ts';
import type { Insights } from '../../src/insights/insights.ts';
import { insightsPage } from '../../src/insights/page.ts';
import { expectHarmless, PAYLOADS } from '../support/hostile-payloads.ts';

const ID = 'AbCdEfGhIjKlMn';
const [ANA, AT] = ['400000000000000001', 1_795_600_000_000];

const head = (text: string): CaseHead => ({
  id: ID,
  guildId: '200000000000000001',
  channelId: '300000000000000001',
  title: text.slice(0, 200),
  isOpen: true,
  alerts: true,
  isRestricted: false,
  version: 3,
  userId: ANA,
  createdAt: AT,
  changedAt: AT,
});

const quotation = (text: string): Quotation => ({
  quote: text,
  plain: text,
  start: 0,
  end: text.length,
  sourceId: text,
  sha256: '0'.repeat(64),
  title: text,
  publisher: text,
  published: '2020-11-30',
  dateKind: 'event',
  url: null,
  path: text,
  paragraphs: [1, 1],
  index: { generation: 'g', corpus: 'c', created: '2026-01-01T00:00:00Z', model: 'm' },
});

function items(text: string): Item[] {
  const quotations = [quotation(text), quotation(text)];
  const contents: Content[] = [
    { kind: 'note' },
    { kind: 'quotation', quotations },
    { kind: 'question', question: text, status: 'answered', confidence: 0.9, reason: null, names: [text], quotations },
    {
      kind: 'question',
      question: text,
      status: 'not_found',
      confidence: 0.1,
      reason: text,
      names: [text],
      quotations: [],
    },
    { kind: 'card', name: text, names: [text], quotations },
    { kind: 'message', url: 'https://discord.com/channels/1/2/3', text, quotations: [] },
  ];
  return contents.map((content, n) => ({
    id: `${ID.slice(0, -1)}${n}`,
    number: n + 1,
    position: n,
    content,
    note: text.slice(0, 4000),
    tags: [text.slice(0, 40)],
    isHidden: false,
    version: 1,
    userId: ANA,
    subjectId: '',
    editedBy: ANA,
    createdAt: AT,
    editedAt: AT,
  }));
}

const about = (text: string): Insights => ({
  weeks: [],
  questions: 1,
  answeredShare: 1,
  p50: 1,
  p95: 1,
  hasLog: true,
  missing: [{ key: text, count: 1 }],
  missedByOne: 2,
  refusals: [{ key: text, count: 1 }],
  cited: [{ key: text, count: 1 }],
  helpful: 0,
  notHelpful: [{ key: 'other', count: 1 }],
  reported: 0,
});

async function everyRendering(text: string): Promise<Record<string, Payload>> {
  const names = new Map([[ANA, text]]);
  const shown: ShownCase = { head: head(text), names, memberIds: [ANA], total: 5 };
  const restricted = { ...shown, head: { ...shown.head, isRestricted: true } };
  const all = items(text);
  const placed = all.map((item, n) => ({ item, place: n + 1, states: ['changed', 'gone'] as const }));
  const event = { version: 1, userId: ANA, subjectId: ANA, at: AT };
  const events = [
    { ...event, change: { kind: 'retitled', title: text } },
    { ...event, change: { kind: 'member added' } },
    { ...event, change: { kind: 'tagged', itemId: ID, added: [text.slice(0, 40)], removed: [] } },
    { ...event, change: { kind: 'edited', itemId: ID, note: text.slice(0, 4000) } },
  ] as const;
  const source = {
    id: text,
    reference: 'a'.repeat(16),
    title: text,
    publisher: text,
    published: '2020-11-30',
    dateKind: 'published' as const,
    url: null,
    path: text,
    passages: 1,
    collection: '',
  };
  const citation = { ...quotation(text), n: 1, passageId: text, passageReference: 'a'.repeat(16), alsoIn: [] };
  return {
    card: renderCaseCard(shown, all, 2),
    'card for members': renderCaseCard(restricted, all, 2),
    items: renderItems(shown, placed, 0),
    search: renderItems(shown, placed, 0, { text, viewId: ID }),
    ...Object.fromEntries(placed.map((each) => [each.item.content.kind, renderItem(shown, each, null)])),
    list: renderCaseList([shown.head, { ...restricted.head, id: ID.toLowerCase() }], [1, 2], true),
    history: renderHistory(shown.head, events, 0, 3, names, () => all[0]!),
    conflict: renderConflict(shown.head, all[0]!, text, ID, text),
    formats: renderFormats(shown.head),
    saved: renderSaved(shown.head, all[0]!, true),
    where: renderWhere([shown.head], 'answer', ID),
    alert: renderAlert([{ head: shown.head, source, names: [text] }], null),
    'alert of two': renderAlert(
      [
        { head: shown.head, source, names: [text] },
        { head: { ...restricted.head, id: 'x' }, source, names: [text] },
      ],
      null,
    ),
    removed: renderRemoved(shown.head, all[0]!),
    wish: renderWishFulfilled(text, { plain: text }, citation, null),
    insights: await renderInsights('The last weeks', about(text), new Map([[text, text]])),
  };
}

const parts = (text: string): DossierParts => ({
  head: head(text.trim() || 'x'),
  members: [ANA],
  items: items(text),
  names: new Map([[ANA, text]]),
  changes: null,
  baseUrl: null,
});

/** Kinds of every node of a Markdown document. */
function kinds(node: { type: string; children?: unknown[] }): string[] {
  return [node.type, ...((node.children ?? []) as { type: string }[]).flatMap(kinds)];
}

/** The cells of a CSV file, row by row (RFC 4180). */
function rowsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('hostile text in case files', () => {
  it.each(PAYLOADS)('%s: pings nobody, forges nothing and fits', async (name, text) => {
    for (const [rendering, payload] of Object.entries(await everyRendering(text)))
      expectHarmless(payload, `${name} in ${rendering}`);
  });

  it.each(PAYLOADS)('%s: is exported as what it is', async (_, text) => {
    const whole = await dossier(parts(text));
    const tree = kinds(fromMarkdown(caseMarkdown(whole)));
    // A payload adds no layout, link, image or HTML of its own: what there is the export made.
    expect(tree.filter((kind) => /^(html|image|code|inlineCode|thematicBreak|imageReference)$/.test(kind))).toEqual([]);
    expect(tree.filter((kind) => kind === 'link').length).toBe(1);
    expect(tree.filter((kind) => kind === 'heading').length).toBe(1 + whole.items.length + 2);
    for (const cell of rowsOf(caseCsv(whole, null)).flat()) expect(cell).not.toMatch(/^[=+@\t\r]|^-[^\d]/);
    const { data } = await exportCase(parts(text), 'docx');
    const xml = Buffer.from(unzipSync(data)['word/document.xml']!).toString('utf8');
    expect(xml).not.toMatch(/<script|(?![\n\t])[\p{Cc}]|[\uFFFE\uFFFF]/u);
    const page = insightsPage(about(text), new Map(), 'now');
    expect(page.replaceAll(/<svg[\s\S]*?<\/svg>/g, '')).not.toMatch(/<script|<b>|<img/);
  });

  it('keeps each row of a table one row, whatever lines its cells have', async () => {
    const rows = rowsOf(caseCsv(await dossier(parts('one\n=two\r\n"three", four')), null));
    const quotations = parts('x').items.reduce((sum, item) => sum + Math.max(1, quotationsOf(item).length), 0);
    expect(rows).toHaveLength(1 + quotations);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });

  it('that a spreadsheet would take for a formula is text', async () => {
    for (const formula of ['=HYPERLINK("https://evil.example","x")', '+1+1', '-2+3', '@SUM(A1)', '\t=1']) {
      const csv = caseCsv(await dossier(parts(formula)), null);
      expect(csv).toContain(`'${visible(formula).trim().slice(0, 6).replace('"', '""')}`);
    }
  });
});

describe('a message about an item', () => {
  it('shows the note beside more and longer quotations than have room', () => {
    const long = { ...quotation('Long words. '.repeat(200)), url: `https://x.example/${'y'.repeat(250)}` };
    const [first] = items('x');
    const content = { kind: 'quotation', quotations: Array.from({ length: 12 }, () => long) } as const;
    const item = { ...first!, content, note: `Remember this. ${'z '.repeat(1800)}` };
    const shown = { head: head('x'), names: new Map(), memberIds: [], total: 1 };
    const { description } = renderItem(shown, { item, place: 1, states: [] }, null).embeds![0]!;
    expect(description!.length).toBeLessThanOrEqual(4096);
    expect(description).toContain('Remember this.');
    expect(description).toMatch(/\d+ more quotations?; an export has all/);
  });

  it('keeps excerpts with long addresses within an embed', () => {
    const long = 'Words (in brackets) of a passage. '.repeat(60);
    const passage = { ...quotation(long), reference: 'a'.repeat(16), url: `https://x.example/${'(y)'.repeat(90)}` };
    const payload = renderExcerpts(
      long,
      'Nearest',
      [passage, passage, { ...passage, reference: 'b' }].slice(1),
      ID,
      null,
    );
    expect(payload.embeds![0]!.description!.length).toBeLessThanOrEqual(4096);
    expectHarmless(payload, 'excerpts');
  });
});

describe('an export', () => {
  it('of a source with signs of BibTeX’s in it has one entry for each source', async () => {
    const hostile = { publisher: 'A & B {\\input{/etc/passwd} } @article{x,', url: 'https://x.example/?q=}&z={#}%\\' };
    const items = parts('x').items.map((item) => ({
      ...item,
      content: { kind: 'quotation', quotations: [{ ...quotation('x'), ...hostile }] } as const,
    }));
    const bib = (await exportCase({ ...parts('x'), items }, 'bib')).data.toString('utf8');
    expect(bib.match(/@\w+\{/g)).toHaveLength(1);
    expect(bib).not.toContain('\\input');
    const depth = [...bib].reduce((open, sign) => open + (sign === '{' ? 1 : sign === '}' ? -1 : 0), 0);
    expect(depth).toBe(0);
  });

  it('of the same case is the same, byte for byte', async () => {
    for (const format of ['md', 'docx', 'csv', 'json', 'csl.json', 'bib'] as const) {
      const [a, b] = [
        await exportCase(parts('Some <b>text</b>'), format),
        await exportCase(parts('Some <b>text</b>'), format),
      ];
      expect(a.data.equals(b.data), format).toBe(true);
    }
  });
});
