// The only file that imports citation-js.
import { createHash } from 'node:crypto';
import { citationUrl, describeDate, describeParagraphs, visible } from '../../answer/describe.ts';
import type { Quotation } from '../case.ts';

/** A source as reference managers take it (CSL-JSON 1.0.2, https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html). */
export interface CslSource {
  readonly id: string;
  readonly type: 'webpage' | 'document';
  readonly title: string;
  readonly author?: readonly [{ readonly literal: string }];
  readonly issued?: { readonly 'date-parts': readonly [readonly number[]] };
  readonly accessed: { readonly 'date-parts': readonly [readonly number[]] };
  readonly URL?: string;
  readonly note: string;
}

/** The style of footnotes and bibliography: APA, 7th edition, as citation-js ships it. */
const STYLE = { format: 'text', template: 'apa', lang: 'en-US' } as const;

const key = ({ sourceId, sha256 }: Pick<Quotation, 'sourceId' | 'sha256'>) => `${sourceId}\n${sha256}`;

/** The label of a version of a source: the same in every export, so that those of several cases can be put together. */
function labelOf(quotation: Pick<Quotation, 'sourceId' | 'sha256'>): string {
  return `source${createHash('sha256').update(key(quotation)).digest('hex').slice(0, 10)}`;
}

/** What was quoted, and when it was saved (milliseconds since 1970). */
export interface Quoted {
  readonly quotation: Quotation;
  readonly savedAt: number;
}

/**
 * The sources of quotations, each version of one once, in the order they are quoted first. One that has no date of its own
 * carries none: the date of the event it reports is in its note.
 */
export function cslSources(quoted: readonly Quoted[], baseUrl: string | null): CslSource[] {
  const seen = new Map<string, CslSource>();
  for (const { quotation, savedAt } of quoted) {
    if (seen.has(key(quotation))) continue;
    const { title, publisher, published, dateKind, url, path, sha256 } = quotation;
    const address = citationUrl(url, baseUrl);
    const event =
      dateKind === 'event' && published !== null
        ? `On events of ${describeDate({ published, dateKind: 'published' })}. `
        : '';
    seen.set(key(quotation), {
      id: labelOf(quotation),
      type: address === null ? 'document' : 'webpage',
      // Angle brackets would be taken for formatting.
      title: visible(title).replaceAll('<', '‹').replaceAll('>', '›'),
      ...(publisher === null ? {} : { author: [{ literal: visible(publisher) }] }),
      ...(published === null || dateKind === 'event' ? {} : { issued: { 'date-parts': [dateParts(published)] } }),
      accessed: { 'date-parts': [dateParts(new Date(savedAt).toISOString())] },
      ...(address === null ? {} : { URL: address }),
      note: `${event}File ${visible(path)}, sha256 ${sha256}`,
    });
  }
  return [...seen.values()];
}

/** Footnotes and bibliography in plain text. */
export interface References {
  /** The footnote of each quotation, in their order. */
  readonly notes: readonly string[];
  readonly bibliography: readonly string[];
}

/** Writes a footnote for each quotation and a bibliography of their sources. */
export async function references(quoted: readonly Quoted[], baseUrl: string | null): Promise<References> {
  const sources = cslSources(quoted, baseUrl);
  if (sources.length === 0) return { notes: [], bibliography: [] };
  const entries = (await cite(sources)).format('bibliography', { ...STYLE, asEntryArray: true });
  const byId = new Map(entries.map(([id, text]) => [id, text.trim().replace(/\s+/g, ' ')]));
  const ids = new Map<string, string>();
  for (const { quotation } of quoted) if (!ids.has(key(quotation))) ids.set(key(quotation), `source${ids.size + 1}`);
  return {
    notes: quoted.map(({ quotation }) => {
      const entry = byId.get(labelOf(quotation)) ?? quotation.title;
      const isEvent = quotation.dateKind === 'event' && quotation.published !== null;
      return `${[
        entry.replace(/\.$/, ''),
        // What has no address is found by its file.
        ...(citationUrl(quotation.url, baseUrl) === null ? [`file ${visible(quotation.path)}`] : []),
        ...(isEvent ? [`on events of ${describeDate({ ...quotation, dateKind: 'published' })}`] : []),
        describeParagraphs(quotation.paragraphs),
      ].join(', ')}.`;
    }),
    bibliography: entries.map(([id]) => byId.get(id)!),
  };
}

/** The sources as BibTeX. */
export async function bibtex(sources: readonly CslSource[]): Promise<string> {
  const safe = sources.map(({ author, URL, issued, accessed, note, ...source }) => ({
    ...source,
    // BibTeX knows year and month.
    ...(issued === undefined ? {} : { issued: { 'date-parts': [issued['date-parts'][0].slice(0, 2)] } }),
    note: `${issued === undefined ? '' : `Of ${isoDate(issued)}. `}Accessed ${isoDate(accessed)}. ${note}`,
    ...(author === undefined ? {} : { author: [{ literal: latex(author[0].literal) }] }),
    ...(URL === undefined ? {} : { URL: URL.replace(/[\\{}]/g, (sign) => encodeURIComponent(sign)) }),
  }));
  return safe.length === 0 ? '' : (await cite(safe)).format('bibtex');
}

/** Text that LaTeX shows as it is; braces, which BibTeX counts wherever they stand, become parentheses. citation-js escapes titles itself. */
function latex(text: string): string {
  return text
    .replaceAll('{', '(')
    .replaceAll('}', ')')
    .replace(/[\\~^]/g, ' ')
    .replace(/[&%$#_]/g, '\\$&');
}

async function cite(sources: readonly object[]) {
  const [{ Cite, plugins }] = await Promise.all([
    import('@citation-js/core'),
    import('@citation-js/plugin-csl'),
    import('@citation-js/plugin-bibtex'),
  ]);
  // Labels made of author, year and title are the same for many sources.
  plugins.config.get('@bibtex').format.useIdAsLabel = true;
  return new Cite(sources);
}

function isoDate({ 'date-parts': [parts] }: CslSource['accessed']): string {
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

function dateParts(iso: string): number[] {
  return iso.slice(0, 10).split('-').map(Number);
}
