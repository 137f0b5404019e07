import type { APIEmbedField } from 'discord.js';
import { describeDate } from '../../answer/describe.ts';
import type { ShownEntity } from '../../engine/answerer.ts';
import type { Mention } from '../../entity/card.ts';
import { citationLine } from './citation.ts';
import { row } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { saveButton } from './saving.ts';
import { blockQuote, clip, count, literalClip } from './text.ts';

const TIMELINE = 'timeline.png';
const CARD = 0x2b5c8a;
/** Characters of a quoted line; with its citation a field holds it. */
const QUOTE = 420;
/** Most room of the designations; they have what the other parts leave of an embed. */
const DESIGNATIONS_BUDGET = 3400;
/** What stands around the designations: how many sources, how many more. */
const AROUND = 200;
const FOOTER = 'What these sources said on their dates; not who is under sanctions today.';

/** What the sources hold of a name: each line of it a verbatim quotation with its citation. */
export function renderCard(
  { card, timeline }: Pick<ShownEntity, 'card' | 'timeline'>,
  baseUrl: string | null,
  viewId: string,
): Payload {
  const fields: APIEmbedField[] = [];
  if (card.aliases.length > 0)
    fields.push({
      name: 'Other names, as the sources give them',
      value: clip(card.aliases.map((name) => literalClip(name, 100)).join('; '), limits.EMBED_FIELD_VALUE),
    });
  if (card.first) fields.push({ name: 'First mention', value: mentionField(card.first, baseUrl) });
  if (card.last) fields.push({ name: 'Last mention', value: mentionField(card.last, baseUrl) });
  if (card.related.length > 0)
    fields.push({
      name: 'Names that share passages with it',
      value: clip(
        card.related.map(({ name, passages }) => `${literalClip(name, 90)} (${passages})`).join(' · '),
        limits.EMBED_FIELD_VALUE,
      ),
    });
  const title = literalClip(card.name, limits.EMBED_TITLE);
  const others = fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  const room = Math.min(DESIGNATIONS_BUDGET, limits.EMBED_TOTAL - title.length - FOOTER.length - others - AROUND);
  const lines: string[] = [];
  let used = 0;
  for (const each of card.designations) {
    const head = [
      describeDate(each.citation),
      each.kind === 'removal' ? 'removal' : 'listing or measure',
      ...(each.authority === null ? [] : [literalClip(each.authority, 80)]),
    ].join(' · ');
    const line = `**${head}**\n${quoted(each, baseUrl)}`;
    if (used + line.length > room) break;
    used += line.length + 2;
    lines.push(line);
  }
  const left = card.designations.length - lines.length + card.moreDesignations;
  return {
    embeds: [
      {
        color: CARD,
        title,
        description: clip(
          [
            `In ${count(card.sources, 'source')}, ${count(card.mentions, 'sentence')}.`,
            lines.length > 0
              ? lines.join('\n\n')
              : 'No sentence of the sources that names it tells of a listing, a removal or another measure.',
            ...(left > 0 ? [`… and ${count(left, 'more such sentence')}.`] : []),
          ].join('\n\n'),
          limits.EMBED_DESCRIPTION,
        ),
        fields,
        ...(timeline === null ? {} : { image: { url: `attachment://${TIMELINE}` } }),
        footer: { text: FOOTER },
      },
    ],
    ...(timeline === null ? {} : { files: [{ attachment: Buffer.from(timeline), name: TIMELINE }] }),
    components: [row(saveButton('card', viewId))],
    allowedMentions: NO_MENTIONS,
  };
}

function mentionField(mention: Mention, baseUrl: string | null): string {
  return quoted(mention, baseUrl, 260);
}

/** A quotation and its citation, at most a field long: the link stays out where it is too long for that. */
function quoted({ plain, citation }: Mention, baseUrl: string | null, most = QUOTE): string {
  const quote = blockQuote(literalClip(plain, most));
  const whole = `${quote}\n${citationLine(citation, baseUrl)}`;
  return whole.length <= limits.EMBED_FIELD_VALUE
    ? whole
    : `${quote}\n${citationLine(citation, baseUrl, { isLinked: false })}`;
}
