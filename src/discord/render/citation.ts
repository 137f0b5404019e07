import type { Citation } from '../../answer/answer.ts';
import { citationUrl, describeDate, describeParagraphs } from '../../answer/describe.ts';
import { link, literalClip } from './text.ts';

/** Longest address that is worth its room: beyond it the title stands without a link. */
const LONGEST_URL = 300;

/** Where words are from, on one line: title (a link where the source has an address), publisher, date, paragraphs. */
export function citationLine(
  source: Pick<Citation, 'title' | 'publisher' | 'published' | 'dateKind' | 'url' | 'paragraphs'>,
  baseUrl: string | null,
  { title: most = 120, isLinked = true }: { readonly title?: number; readonly isLinked?: boolean } = {},
): string {
  const url = citationUrl(source.url, baseUrl);
  const title = literalClip(source.title, most);
  const facts = [
    ...(source.publisher === null ? [] : [literalClip(source.publisher, 60)]),
    describeDate(source),
    describeParagraphs(source.paragraphs),
  ].join(', ');
  return `${isLinked && url !== null && url.length <= LONGEST_URL ? link(title, url) : title} — ${facts}`;
}
