import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { citationUrl, describeDate } from '../answer/describe.ts';
import type { SourceSummary } from '../engine/library.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './render-answer.ts';
import { link, literalClip } from './text.ts';

/** Custom id of the buttons that turn pages: `sources:PAGE`. */
export const SOURCES_PAGE = 'sources';

/** Sources on a page: ten lines of at most 300 characters fit an embed's description. */
const PER_PAGE = 10;
const LINE = 300;

/** One page of the list of sources; `page` counts from 0 and is brought into range. */
export function renderSources(sources: readonly SourceSummary[], page: number, baseUrl: string | null): Payload {
  const pages = Math.max(1, Math.ceil(sources.length / PER_PAGE));
  const shown = Math.min(Math.max(0, page), pages - 1);
  const lines = sources.slice(shown * PER_PAGE, (shown + 1) * PER_PAGE).map((source) => line(source, baseUrl));
  const dated = sources.map((source) => source.published).filter((date) => date !== null);
  const span =
    dated.length > 0
      ? `, ${describeDate({ published: dated.at(-1)!, dateKind: 'published' })} to ${describeDate({ published: dated[0]!, dateKind: 'published' })}`
      : '';
  return {
    embeds: [
      {
        title: `${sources.length} source${sources.length === 1 ? '' : 's'}${span}`,
        description: lines.join('\n') || 'There are no sources.',
        ...(pages > 1 ? { footer: { text: `Page ${shown + 1} of ${pages}` } } : {}),
      },
    ],
    ...(pages > 1 ? { components: [buttons(shown, pages)] } : {}),
    allowedMentions: NO_MENTIONS,
  };
}

function line(source: SourceSummary, baseUrl: string | null): string {
  const url = citationUrl(source.url, baseUrl);
  const title = literalClip(source.title, 150);
  const facts = [source.publisher === null ? null : literalClip(source.publisher, 60), describeDate(source)]
    .filter((fact) => fact !== null)
    .join(', ');
  const linked = url === null ? title : link(title, url);
  return `• ${linked.length > LINE ? title : linked} — ${facts}`;
}

function buttons(page: number, pages: number): APIActionRowComponent<APIComponentInMessageActionRow> {
  const button = (label: string, to: number) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label,
    custom_id: `${SOURCES_PAGE}:${to}`.slice(0, limits.CUSTOM_ID),
    disabled: to < 0 || to >= pages,
  });
  return { type: ComponentType.ActionRow, components: [button('Newer', page - 1), button('Older', page + 1)] };
}
