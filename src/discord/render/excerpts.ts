import { ComponentType } from 'discord.js';
import { describeDate, describeParagraphs, visible } from '../../answer/describe.ts';
import type { PassageView } from '../../engine/library.ts';
import { citationLine } from './citation.ts';
import { answerId, row } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { blockQuote, clip, literalClip } from './text.ts';

/** Passages that are shown, and characters of each: together with their citations they fit an embed. */
export const EXCERPTS = 3;
const EXCERPT = 900;

/** What is shown of a passage. */
export type Excerpt = Pick<
  PassageView,
  'reference' | 'plain' | 'title' | 'publisher' | 'published' | 'dateKind' | 'url' | 'paragraphs'
>;

/**
 * The beginnings of passages with their citations, under a heading that says what they are, and a menu that shows one whole.
 * @param viewId the view of the question that they were found for.
 */
export function renderExcerpts(
  title: string,
  what: string,
  passages: readonly Excerpt[],
  viewId: string,
  baseUrl: string | null,
): Payload {
  const shown = passages.slice(0, EXCERPTS);
  return {
    embeds: [
      {
        title: literalClip(title, limits.EMBED_TITLE),
        description: described(what, shown, baseUrl),
      },
    ],
    components: [
      row({
        type: ComponentType.StringSelect,
        custom_id: answerId('read', viewId),
        placeholder: 'Read a whole passage, or save it to a case',
        options: shown.map((passage) => ({
          label: clip(visible(passage.title).trim() || '…', limits.SELECT_OPTION_TEXT),
          description: clip(
            `${describeDate(passage)}, ${describeParagraphs(passage.paragraphs)}`,
            limits.SELECT_OPTION_TEXT,
          ),
          value: passage.reference,
        })),
      }),
    ],
    allowedMentions: NO_MENTIONS,
  };
}

/** The passages with links to their sources; where these take too much room, without. */
function described(what: string, shown: readonly Excerpt[], baseUrl: string | null): string {
  const [linked, plain] = [true, false].map((isLinked) =>
    [`${what}:`, ...shown.map((passage) => excerpt(passage, baseUrl, isLinked))].join('\n\n'),
  ) as [string, string];
  return clip(linked.length <= limits.EMBED_DESCRIPTION ? linked : plain, limits.EMBED_DESCRIPTION);
}

function excerpt(passage: Excerpt, baseUrl: string | null, isLinked: boolean): string {
  const plain = literalClip(passage.plain.replace(/\s+/g, ' '), EXCERPT);
  return `${blockQuote(plain)}\n${citationLine(passage, baseUrl, { isLinked })}`;
}
