import type { CaseHead } from '../../case/case.ts';
import type { Format } from '../../case/export/export.ts';
import { exportAside, timelineAside } from '../../case/export-client.ts';
import type { Scope } from '../../index/view.ts';
import { NotNowError } from '../asking/admit.ts';
import type { Bot } from '../bot.ts';
import { NO_MENTIONS, type Payload, renderNotice } from '../render/message.ts';
import { count, literalClip } from '../render/text.ts';
import { changesOf } from './show.ts';

/** What a message of a bot's may hold as a file (Discord developer documentation, "Uploading Files": 10 MiB), with room for the rest. */
const MOST_BYTES = 9 * 2 ** 20;

/** A case as a file. */
export async function exported(bot: Bot, head: CaseHead, format: Format, scope: Scope): Promise<Payload> {
  const which = { dataDir: bot.state.dataDir, id: head.id };
  const changes = await changesOf(bot, head.id, scope);
  const { name, data } = await exportAside(which, format, changes, bot.sourceBaseUrl);
  if (data.length > MOST_BYTES)
    throw new NotNowError(
      `The file has ${Math.ceil(data.length / 2 ** 20)} MiB, more than Discord takes. The bot’s owner can write it with: npm run case -- export`,
    );
  const { total } = bot.cases.items(head.id, { limit: 0 });
  return {
    ...renderNotice(
      data.length === 0
        ? `“${literalClip(head.title, 200)}” quotes no source yet.`
        : `“${literalClip(head.title, 200)}”, ${count(total, 'item')}.`,
    ),
    ...(data.length === 0 ? {} : { files: [{ attachment: data, name }] }),
  };
}

/** A picture of the quoted sources by their dates. */
export async function timelineOf(bot: Bot, head: CaseHead): Promise<Payload> {
  const picture = await timelineAside({ dataDir: bot.state.dataDir, id: head.id });
  if (!picture)
    return renderNotice(
      'There is nothing to draw yet: a timeline needs quotations of at least one source with a date.',
    );
  return {
    embeds: [{ title: literalClip(head.title, 250), image: { url: 'attachment://timeline.png' } }],
    files: [{ attachment: picture, name: 'timeline.png' }],
    allowedMentions: NO_MENTIONS,
  };
}
