// The only file that imports csv-stringify.
import { stringify } from 'csv-stringify/sync';
import { citationUrl, visible } from '../../answer/describe.ts';
import { summarize } from '../case.ts';
import { type CitedQuotation, type Dossier, type DossierItem, describeState } from './dossier.ts';

const COLUMNS = [
  'place',
  'item',
  'kind',
  'text',
  'status',
  'confidence',
  'note',
  'tags',
  'quotation',
  'source_title',
  'publisher',
  'published',
  'date_kind',
  'url',
  'file',
  'paragraphs',
  'start',
  'end',
  'source_sha256',
  'source_state',
  'index_generation',
  'corpus_sha256',
  'saved_by',
  'saved_at',
] as const;

/**
 * A case as CSV (RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read it as such): a row for each quotation, and one
 * for each item without. Cells that a spreadsheet would take for formulas are made text by an apostrophe
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function caseCsv({ items }: Dossier, baseUrl: string | null): string {
  const rows = items.flatMap((item) =>
    item.quotations.length === 0 ? [row(item, null, baseUrl)] : item.quotations.map((each) => row(item, each, baseUrl)),
  );
  return stringify(rows, {
    header: true,
    columns: [...COLUMNS],
    bom: true,
    escape_formulas: true,
    quoted_match: /[\r\n]/,
    record_delimiter: 'windows',
  });
}

function row(
  { item, place, savedBy }: DossierItem,
  cited: CitedQuotation | null,
  baseUrl: string | null,
): Record<(typeof COLUMNS)[number], string> {
  const { quotation } = cited ?? {};
  return {
    place: String(place),
    item: String(item.number),
    kind: item.content.kind,
    text: item.content.kind === 'note' || item.content.kind === 'quotation' ? '' : visible(summarize(item)),
    status: item.content.kind === 'question' ? (item.content.status === 'answered' ? 'answered' : 'not found') : '',
    confidence: item.content.kind === 'question' ? item.content.confidence.toFixed(2) : '',
    note: visible(item.note),
    tags: visible(item.tags.join(', ')),
    quotation: visible(quotation?.plain ?? ''),
    source_title: visible(quotation?.title ?? ''),
    publisher: visible(quotation?.publisher ?? ''),
    published: visible(quotation?.published ?? ''),
    date_kind: quotation?.dateKind ?? '',
    url: item.content.kind === 'message' ? item.content.url : (citationUrl(quotation?.url ?? null, baseUrl) ?? ''),
    file: visible(quotation?.path ?? ''),
    paragraphs: quotation ? [...new Set(quotation.paragraphs)].join('–') : '',
    start: String(quotation?.start ?? ''),
    end: String(quotation?.end ?? ''),
    source_sha256: quotation?.sha256 ?? '',
    source_state: cited ? (describeState(cited.source) ?? cited.source ?? 'not looked up') : '',
    index_generation: quotation?.index.generation ?? '',
    corpus_sha256: quotation?.index.corpus ?? '',
    saved_by: visible(savedBy),
    saved_at: new Date(item.createdAt).toISOString(),
  };
}
