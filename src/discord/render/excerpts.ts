import type { AnswerPassage } from '../../answer/answer.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { blockQuote, literalClip } from './text.ts';

/** Characters of each of at most three passages: together they fit an embed. */
const EXCERPT = 1100;
const MOST = 3;

/** The beginnings of passages under a heading that says what they are. */
export function renderExcerpts(title: string, what: string, passages: readonly AnswerPassage[]): Payload {
  const shown = passages.slice(0, MOST).map(({ text }) => blockQuote(literalClip(text.replace(/\s+/g, ' '), EXCERPT)));
  return {
    embeds: [
      {
        title: literalClip(title, limits.EMBED_TITLE),
        description: [`${what}:`, ...shown].join('\n\n'),
      },
    ],
    allowedMentions: NO_MENTIONS,
  };
}
