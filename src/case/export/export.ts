import { caseDocx } from './document.ts';
import { type Dossier, type DossierParts, dossier, facts } from './dossier.ts';
import { caseMarkdown } from './markdown.ts';
import { bibtex } from './references.ts';
import { caseCsv } from './table.ts';

/** What a case can be exported as, by the ending of the file. */
export const FORMATS = {
  md: 'Markdown with footnotes',
  docx: 'Word document with footnotes',
  csv: 'Table (CSV)',
  json: 'JSON, everything',
  'csl.json': 'Sources for reference managers (CSL-JSON)',
  bib: 'Sources for reference managers (BibTeX)',
} as const;
export type Format = keyof typeof FORMATS;

export const isFormat = (text: string): text is Format => Object.hasOwn(FORMATS, text);

/** An export as a file. The same database gives the same bytes. */
export interface ExportedFile {
  readonly name: string;
  readonly data: Buffer;
}

/** Exports a case. Its file is named by its id: a title is somebody's text. */
export async function exportCase(parts: DossierParts, format: Format): Promise<ExportedFile> {
  const whole = await dossier(parts);
  const data = await contents(whole, parts.baseUrl, format);
  const { createdAt, id } = parts.head;
  const name = `case-${new Date(createdAt).toISOString().slice(0, 10)}-${id.slice(0, 6).replaceAll(/[^0-9a-z]/gi, 'x')}`;
  return { name: `${name}.${format}`, data: Buffer.from(data) };
}

async function contents(whole: Dossier, baseUrl: string | null, format: Format): Promise<string | Buffer> {
  switch (format) {
    case 'md':
      return caseMarkdown(whole);
    case 'docx':
      return caseDocx(whole);
    case 'csv':
      return caseCsv(whole, baseUrl);
    case 'json':
      return `${JSON.stringify(caseJson(whole), null, 2)}\n`;
    case 'csl.json':
      return `${JSON.stringify(whole.sources, null, 2)}\n`;
    case 'bib':
      return bibtex(whole.sources);
  }
}

/** A case as JSON: names in the place of ids of people, quotations with offsets, hashes and footnotes. */
function caseJson(whole: Dossier): object {
  const { head, members, openedBy, items, notes, bibliography, indices } = whole;
  return {
    title: head.title,
    state: head.isOpen ? 'open' : 'closed',
    opened: { at: iso(head.createdAt), by: openedBy },
    changed: iso(head.changedAt),
    members,
    facts: Object.fromEntries(facts(whole)),
    items: items.map(({ item, place, savedBy, editedBy, quotations }) => {
      const { quotations: _, ...content } = { quotations: [], ...item.content };
      return {
        place,
        number: item.number,
        ...content,
        note: item.note,
        tags: item.tags,
        saved: { at: iso(item.createdAt), by: savedBy },
        edited: item.editedAt === null ? null : { at: iso(item.editedAt), by: editedBy },
        quotations: quotations.map(({ quotation, note, source }) => ({
          ...quotation,
          sourceState: source,
          footnote: note,
          citation: notes[note - 1],
        })),
      };
    }),
    bibliography,
    indices,
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
