import { describeDate } from '../../answer/describe.ts';
import type { IndexStatus } from '../../engine/library.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { literalClip } from './text.ts';

export interface Status {
  readonly index: IndexStatus;
  readonly version: string;
  readonly uptimeMs: number;
  /** Questions that wait. */
  readonly waiting: number;
  /** Round trip of the gateway's heartbeat; -1 before the first. */
  readonly pingMs: number;
}

/** How many sources there are, how old the index is, and how the bot is doing. */
export function renderStatus({ index, version, uptimeMs, waiting, pingMs }: Status, now = Date.now()): Payload {
  const date = (published: string) => describeDate({ published, dateKind: 'published' });
  const lines: [string, string][] = [
    ['Sources', `${index.sources} in ${index.passages} passages`],
    ...(index.oldest === null || index.newest === null
      ? []
      : ([['Dated', `${date(index.oldest)} to ${date(index.newest)}`]] as [string, string][])),
    ['Index', `made ${ago(now - Date.parse(index.created))} ago`],
    ...(index.changedFiles === null
      ? []
      : ([['Files changed since', changed(index.changedFiles)]] as [string, string][])),
    ['Models', [index.embeddingModel, index.readerModel ?? 'no reader'].map((id) => literalClip(id, 100)).join(', ')],
    ['Version', literalClip(version, 60)],
    ['Running for', ago(uptimeMs)],
    ['Questions waiting', String(waiting)],
    ['Discord’s heartbeat', pingMs < 0 ? 'not measured yet' : `${Math.round(pingMs)} ms`],
  ];
  return {
    embeds: [{ title: 'Status', description: lines.map(([name, value]) => `**${name}** ${value}`).join('\n') }],
    allowedMentions: NO_MENTIONS,
  };
}

function changed(files: number): string {
  return files === 0 ? 'none' : `${files}; \`npm run ingest\` takes them in`;
}

/** A span of time in its two largest units. */
function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const parts = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [minutes % 60, 'minute'],
  ].filter(([n]) => (n as number) > 0);
  if (parts.length === 0) return 'less than a minute';
  return parts
    .slice(0, 2)
    .map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`)
    .join(' ');
}
