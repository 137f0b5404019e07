import { citationUrl, describeDate } from '../../answer/describe.ts';
import type { SourceDetail } from '../../engine/library.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { blockQuote, clip, link, literalClip } from './text.ts';

/** The newest sources, each with its first sentence. */
export function renderRecent(newest: readonly Omit<SourceDetail, 'text'>[], baseUrl: string | null): Payload {
  const entries = newest.map((source) => {
    const url = citationUrl(source.url, baseUrl);
    const title = literalClip(source.title, 130);
    const linked = url === null || url.length > 200 ? title : link(title, url);
    const head = `**${describeDate(source)}** ${linked}`;
    return source.opening === null ? head : `${head}\n${blockQuote(literalClip(source.opening, 230))}`;
  });
  let used = 0;
  const shown = entries.filter((entry) => {
    used += entry.length + 2;
    return used <= limits.EMBED_DESCRIPTION;
  });
  return {
    embeds: [
      {
        title: clip('The newest sources', limits.EMBED_TITLE),
        description: shown.join('\n\n') || 'No source here has a date.',
      },
    ],
    allowedMentions: NO_MENTIONS,
  };
}
