import type { Citation, Evidence } from '../../answer/answer.ts';
import { citationUrl, describeDate, visible } from '../../answer/describe.ts';
import type { CaseHead } from '../../case/case.ts';
import type { SourceSummary } from '../../engine/library.ts';
import { caseId } from './case.ts';
import { citationLine } from './citation.ts';
import { button, row } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { blockQuote, clip, count, link, literal, literalClip } from './text.ts';

/** Sources and names of one of them that a message lists. */
const LISTED = 10;
const NAMES = 4;

/** A new source that names what a case is about. */
export interface CaseNews {
  readonly head: CaseHead;
  readonly source: SourceSummary;
  readonly names: readonly string[];
}

/** Tells a channel that new sources name what its cases are about. Of a restricted case it tells no more than that. */
export function renderAlert(news: readonly CaseNews[], baseUrl: string | null): Payload {
  const heads = [...new Map(news.map(({ head }) => [head.id, head])).values()];
  const open = news.filter(({ head }) => !head.isRestricted);
  const lines = open.slice(0, LISTED).map(({ head, source, names }) => {
    const url = citationUrl(source.url, baseUrl);
    const title = literalClip(source.title, 140);
    const named = names.slice(0, NAMES).map((name) => `“${literalClip(name, 60)}”`);
    const about = heads.length > 1 ? `, for “${literalClip(head.title, 60)}”` : '';
    return `• ${url === null || url.length > 200 ? title : link(title, url)} — ${describeDate(source)}, names ${named.join(', ')}${about}`;
  });
  const hidden = news.length - open.length;
  const more = open.length - lines.length;
  const title =
    heads.length > 1 ? 'New for the cases of this channel' : `New for the case “${literal(heads[0]?.title ?? '')}”`;
  return {
    embeds: [
      {
        ...(open.length === 0 ? {} : { title: clip(title, limits.EMBED_TITLE) }),
        description: clip(
          [
            ...lines,
            ...(more > 0 ? [`… and ${more} more`] : []),
            ...(hidden > 0
              ? [`The library has ${count(hidden, 'new source')} that a case for its members may need.`]
              : []),
          ].join('\n'),
          limits.EMBED_DESCRIPTION,
        ),
        footer: { text: 'New in the library, whatever the date of the source. /case edit alerts: switches this off.' },
      },
    ],
    components: [
      row(
        ...heads
          .slice(0, 5)
          .map((head) =>
            button(
              clip(
                heads.length > 1 && !head.isRestricted ? `Items of ${visible(head.title)}` : 'Items of the case',
                limits.BUTTON_LABEL,
              ),
              caseId('page', head.id, 0),
            ),
          ),
      ),
    ],
    allowedMentions: NO_MENTIONS,
  };
}

/** Tells a person, in private and once, that a source answers what they reported missing. */
export function renderWishFulfilled(
  question: string,
  { plain }: Pick<Evidence, 'plain'>,
  citation: Pick<Citation, 'url' | 'title' | 'publisher' | 'published' | 'dateKind' | 'paragraphs'>,
  baseUrl: string | null,
): Payload {
  return {
    embeds: [
      {
        title: literalClip(question, limits.EMBED_TITLE),
        description: [
          'You reported that the sources did not answer this. A source that is new in the library says:',
          blockQuote(literalClip(plain, 1200)),
          citationLine(citation, baseUrl),
        ].join('\n\n'),
        footer: { text: 'You asked to be told once; this was it.' },
      },
    ],
    allowedMentions: NO_MENTIONS,
  };
}
