// The only file that imports docx.

import type { Paragraph } from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { visible } from '../../answer/describe.ts';
import {
  bylineOf,
  type Dossier,
  type DossierItem,
  describeIndex,
  describeState,
  facts,
  headingOf,
  outcomeOf,
} from './dossier.ts';

type Docx = typeof import('docx');

/** A moment that a ZIP archive can name, in local time, as it has no zone: the same case gives the same file at any time and place. */
const ZIP_TIME = new Date(1980, 0, 2);

/** A case as a Word document (Office Open XML) with footnotes and a bibliography. */
export async function caseDocx(dossier: Dossier): Promise<Buffer> {
  const docx = await import('docx');
  const { head, items, notes, bibliography, indices } = dossier;
  const plain = (value: string, options: object = {}) =>
    new docx.Paragraph({ children: runs(docx, value), ...options });
  const heading = (value: string) => plain(value, { heading: docx.HeadingLevel.HEADING_1, keepNext: true });
  const file = new docx.Document({
    title: printable(head.title),
    creator: '',
    lastModifiedBy: '',
    styles: STYLES,
    footnotes: Object.fromEntries(notes.map((note, n) => [n + 1, { children: [plain(note)] }])),
    sections: [
      {
        footers: {
          default: new docx.Footer({
            children: [
              new docx.Paragraph({
                alignment: docx.AlignmentType.RIGHT,
                children: [
                  new docx.TextRun({ children: [docx.PageNumber.CURRENT, ' / ', docx.PageNumber.TOTAL_PAGES] }),
                ],
              }),
            ],
          }),
        },
        children: [
          plain(head.title, { heading: docx.HeadingLevel.TITLE }),
          ...facts(dossier).map(
            ([name, value]) =>
              new docx.Paragraph({
                spacing: { after: 40 },
                children: [new docx.TextRun({ text: `${name}: `, bold: true }), ...runs(docx, value)],
              }),
          ),
          ...items.flatMap((item) => itemParagraphs(docx, item)),
          ...(bibliography.length > 0
            ? [heading('Bibliography'), ...bibliography.map((entry) => plain(entry, HANGING))]
            : []),
          ...(indices.length > 0
            ? [heading('Provenance'), ...indices.map((index) => plain(describeIndex(index), { style: 'byline' }))]
            : []),
        ],
      },
    ],
  });
  return settled(await docx.Packer.toBuffer(file), head.createdAt, head.changedAt);
}

const HANGING = { indent: { left: 480, hanging: 480 } };

const STYLES = {
  default: {
    document: { run: { font: 'Georgia', size: 22 }, paragraph: { spacing: { after: 120, line: 288 } } },
    title: {
      run: { size: 40, bold: true },
      paragraph: { spacing: { after: 200, line: 276, lineRule: 'auto' as const } },
    },
    heading1: { run: { size: 26, bold: true }, paragraph: { spacing: { before: 320, after: 100 } } },
  },
  paragraphStyles: [
    { id: 'quotation', name: 'Quotation', basedOn: 'Normal', paragraph: { indent: { left: 480, right: 480 } } },
    { id: 'byline', name: 'Byline', basedOn: 'Normal', run: { size: 18, color: '555555' } },
  ],
};

function itemParagraphs(docx: Docx, each: DossierItem): Paragraph[] {
  const { item, quotations } = each;
  const { content, note } = item;
  const outcome = outcomeOf(item);
  const plain = (value: string, options: object = {}) =>
    new docx.Paragraph({ children: runs(docx, value), ...options });
  return [
    plain(headingOf(each), { heading: docx.HeadingLevel.HEADING_1, keepNext: true }),
    ...(content.kind === 'message'
      ? [
          plain(content.text, { style: 'quotation' }),
          new docx.Paragraph({
            children: [
              new docx.ExternalHyperlink({
                link: content.url,
                children: [new docx.TextRun({ text: content.url, style: 'Hyperlink' })],
              }),
            ],
          }),
        ]
      : []),
    ...quotations.flatMap(({ quotation, note: n, source }) => {
      const changed = describeState(source);
      return [
        new docx.Paragraph({
          style: 'quotation',
          children: [...runs(docx, quotation.plain), new docx.FootnoteReferenceRun(n)],
        }),
        ...(changed === null ? [] : [plain(changed, { style: 'byline' })]),
      ];
    }),
    ...(outcome === null ? [] : [plain(outcome, { style: 'byline' })]),
    ...(note === '' ? [] : note.split(/\n\s*\n/).map((part) => plain(part))),
    plain(bylineOf(each), { style: 'byline' }),
  ];
}

/** Text as runs; line feeds become breaks. */
function runs(docx: Docx, value: string) {
  return printable(value)
    .split('\n')
    .map((line, n) => new docx.TextRun({ text: line, ...(n > 0 ? { break: 1 } : {}) }));
}

/** Without what XML 1.0 can't hold: controls are gone with `visible`, lone surrogates and noncharacters here. */
function printable(value: string): string {
  return visible(value).replace(/\p{Cs}|[\uFFFE\uFFFF]/gu, '\uFFFD');
}

/** The document without what differs between two runs: times of writing and random ids of links. */
function settled(document: Buffer, createdAt: number, changedAt: number): Buffer {
  const files = unzipSync(document);
  const text = (name: string, change: (xml: string) => string) => {
    if (files[name]) files[name] = strToU8(change(strFromU8(files[name])));
  };
  text('docProps/core.xml', (xml) =>
    xml
      .replace(/(<dcterms:created[^>]*>)[^<]*/, `$1${new Date(createdAt).toISOString()}`)
      .replace(/(<dcterms:modified[^>]*>)[^<]*/, `$1${new Date(changedAt).toISOString()}`),
  );
  const relations = strFromU8(files['word/_rels/document.xml.rels'] ?? new Uint8Array());
  const links = [...relations.matchAll(/Id="(rId[^"]*)"[^>]*hyperlink"/g)].map(([, id]) => id!);
  for (const name of ['word/_rels/document.xml.rels', 'word/document.xml'])
    text(name, (xml) => links.reduce((all, id, n) => all.replaceAll(`"${id}"`, `"rLink${n + 1}"`), xml));
  const names = Object.keys(files).sort();
  return Buffer.from(
    zipSync(Object.fromEntries(names.map((name) => [name, files[name]!])), { mtime: ZIP_TIME, level: 6 }),
  );
}
