import { ComponentType } from 'discord.js';
import { citationUrl, describeDate, visible } from '../../answer/describe.ts';
import type { SourceDetail, SourceSummary } from '../../engine/library.ts';
import { button, type Row, row } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { blockQuote, clip, link, literal, literalClip } from './text.ts';

/** Kind of the views behind lists of sources. */
export const SOURCES_VIEW = 'sources';

/** What is kept of a list. */
export interface SourcesData {
  readonly filter: string;
}

/** Sources on a page: ten lines of at most 300 characters fit an embed's description. */
const PER_PAGE = 10;
const LINE = 300;

/** One page of the list of sources; `page` counts from 0 and is brought into range. */
export function renderSources(
  sources: readonly SourceSummary[],
  page: number,
  baseUrl: string | null,
  { viewId, filter }: { readonly viewId: string; readonly filter: string },
): Payload {
  const pages = Math.max(1, Math.ceil(sources.length / PER_PAGE));
  const shown = Math.min(Math.max(0, page), pages - 1);
  const here = sources.slice(shown * PER_PAGE, (shown + 1) * PER_PAGE);
  const lines = here.map((source) => line(source, baseUrl));
  const dated = sources.map((source) => source.published).filter((date) => date !== null);
  const span =
    dated.length > 0
      ? `, ${describeDate({ published: dated.at(-1)!, dateKind: 'published' })} to ${describeDate({ published: dated[0]!, dateKind: 'published' })}`
      : '';
  return {
    embeds: [
      {
        title: clip(
          `${sources.length} source${sources.length === 1 ? '' : 's'}${filter === '' ? '' : ` with “${literal(filter)}”`}${span}`,
          limits.EMBED_TITLE,
        ),
        description:
          lines.join('\n') ||
          (filter === '' ? 'There are no sources here.' : 'No source has these words in its title, publisher or date.'),
        ...(pages > 1 ? { footer: { text: `Page ${shown + 1} of ${pages}` } } : {}),
      },
    ],
    components: [
      ...(here.length > 0 ? [details(here, viewId)] : []),
      ...(pages > 1 ? [turns(shown, pages, viewId)] : []),
    ],
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

function turns(page: number, pages: number, viewId: string): Row {
  const turn = (label: string, to: number) =>
    button(label, `sources:page:${viewId}:${to}`, { disabled: to < 0 || to >= pages });
  return row(turn('Newer', page - 1), turn('Older', page + 1));
}

function details(here: readonly SourceSummary[], viewId: string): Row {
  return row({
    type: ComponentType.StringSelect,
    custom_id: `sources:detail:${viewId}`,
    placeholder: 'A source with its text',
    options: here.map(({ title, published, reference }) => ({
      label: clip(visible(title).trim() || '…', limits.SELECT_OPTION_TEXT),
      description: published ?? 'no date',
      value: reference,
    })),
  });
}

/** A source with its text as a file. */
export function renderSource(source: SourceDetail, baseUrl: string | null): Payload {
  const url = citationUrl(source.url, baseUrl);
  const facts = [
    ['Publisher', source.publisher],
    ['Date', describeDate(source)],
    ['File', source.path],
    ['Language', source.language],
    ['Other names', source.aliases.join('; ') || null],
    ['Passages', String(source.passages)],
    ['SHA-256', source.sha256],
  ].filter((fact): fact is [string, string] => fact[1] !== null);
  return {
    embeds: [
      {
        title: literalClip(source.title, limits.EMBED_TITLE),
        ...(url === null ? {} : { url }),
        description: [
          ...(source.opening === null ? [] : [blockQuote(literalClip(source.opening, 600))]),
          facts.map(([name, value]) => `**${name}** ${literalClip(value, 300)}`).join('\n'),
        ].join('\n\n'),
      },
    ],
    files: [
      {
        attachment: Buffer.from(source.text, 'utf8'),
        name: `source-${source.reference}.${source.path.toLowerCase().endsWith('.md') ? 'md' : 'txt'}`,
      },
    ],
    allowedMentions: NO_MENTIONS,
  };
}
