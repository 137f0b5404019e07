import type { Answer } from '../../answer/answer.ts';
import { citationUrl, describeDate, describeParagraphs } from '../../answer/describe.ts';
import type { CaseHead } from '../../case/case.ts';
import type { SourceSummary } from '../../engine/library.ts';
import { caseId, count } from './case.ts';
import { button, row } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { blockQuote, clip, link, literal, literalClip } from './text.ts';

/** Sources and names of one of them that a message lists. */
const LISTED = 10;
const NAMES = 4;

/** Tells a channel that new sources name what a case is about. Of a restricted case it tells no more than that. */
export function renderAlert(
  head: CaseHead,
  news: readonly { readonly source: SourceSummary; readonly names: readonly string[] }[],
  baseUrl: string | null,
): Payload {
  const lines = news.slice(0, LISTED).map(({ source, names }) => {
    const url = citationUrl(source.url, baseUrl);
    const title = literalClip(source.title, 140);
    const named = names.slice(0, NAMES).map((name) => `“${literalClip(name, 60)}”`);
    return `• ${url === null || url.length > 200 ? title : link(title, url)} — ${describeDate(source)}, names ${named.join(', ')}`;
  });
  const more = news.length - lines.length;
  return {
    embeds: [
      head.isRestricted
        ? { description: `The library has ${count(news.length, 'new source')} that a case for its members may need.` }
        : {
            title: clip(`New for the case “${literal(head.title)}”`, limits.EMBED_TITLE),
            description: clip(
              [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'),
              limits.EMBED_DESCRIPTION,
            ),
            footer: {
              text: 'New in the library, whatever the date of the source. /case edit alerts: switches this off.',
            },
          },
    ],
    components: [row(button('Items of the case', caseId('page', head.id, 0)))],
    allowedMentions: NO_MENTIONS,
  };
}

/** Tells a person, in private and once, that a source answers what they reported missing. */
export function renderWishFulfilled(answer: Answer, baseUrl: string | null): Payload {
  const [evidence, citation] = [answer.evidence[0]!, answer.citations[0]!];
  const url = citationUrl(citation.url, baseUrl);
  const title = literalClip(citation.title, 140);
  return {
    embeds: [
      {
        title: literalClip(answer.question, limits.EMBED_TITLE),
        description: [
          'You reported that the sources did not answer this. A source that is new in the library says:',
          blockQuote(literalClip(evidence.plain, 1200)),
          `${url === null || url.length > 300 ? title : link(title, url)} — ${describeDate(citation)}, ${describeParagraphs(citation.paragraphs)}`,
        ].join('\n\n'),
        footer: { text: 'You asked to be told once; this was it.' },
      },
    ],
    allowedMentions: NO_MENTIONS,
  };
}
