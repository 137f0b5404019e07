import { type CaseHead, quotationsOf } from '../../case/case.ts';
import type { Format } from '../../case/export/export.ts';
import { exportAside } from '../../case/export-client.ts';
import { caseTimeline } from '../../case/timeline.ts';
import type { Scope } from '../../index/view.ts';
import { NotNowError } from '../asking/admit.ts';
import type { Bot } from '../bot.ts';
import { NO_MENTIONS, type Payload, renderNotice } from '../render/message.ts';
import { literalClip } from '../render/text.ts';

/** What a message of a bot's may hold as a file (Discord developer documentation, "Uploading Files": 10 MiB), with room for the rest. */
const MOST_BYTES = 9 * 2 ** 20;

/** A case as a file. */
export async function exported(bot: Bot, head: CaseHead, format: Format, scope: Scope): Promise<Payload> {
  const { items } = bot.cases.items(head.id);
  const quoted = items.flatMap((item) => quotationsOf(item));
  const { name, data } = await exportAside(
    {
      head,
      members: bot.cases.members(head.id),
      items,
      names: bot.state.people.names(),
      states: quoted.length === 0 ? [] : await bot.answering.sourceStates(quoted, scope),
      baseUrl: bot.sourceBaseUrl,
    },
    format,
  );
  if (data.length > MOST_BYTES)
    throw new NotNowError(
      `The file has ${Math.ceil(data.length / 2 ** 20)} MiB, more than Discord takes. The bot’s owner can write it with: npm run case -- export`,
    );
  return {
    ...renderNotice(
      quoted.length === 0 && (format === 'bib' || format === 'csl.json')
        ? `“${literalClip(head.title, 200)}” quotes no source yet.`
        : `“${literalClip(head.title, 200)}”, ${items.length} item${items.length === 1 ? '' : 's'}.`,
    ),
    files: [{ attachment: data.length === 0 ? Buffer.from('\n') : data, name }],
  };
}

/** A picture of the quoted sources by their dates. */
export async function timelineOf(bot: Bot, head: CaseHead): Promise<Payload> {
  const picture = await caseTimeline(bot.cases.items(head.id).items);
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
