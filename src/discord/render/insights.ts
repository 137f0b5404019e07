import { drawBars } from '../../chart/draw.ts';
import { figures, missedByOne, NO_LOG, REFUSALS } from '../../insights/describe.ts';
import type { Counted, Insights } from '../../insights/insights.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { clip, literalClip } from './text.ts';

const PICTURE = 'questions.png';
const LISTED = 10;

/** What the questions teach, with a chart of the weeks. `titles` are those of sources by id. */
export async function renderInsights(
  title: string,
  about: Insights,
  titles: ReadonlyMap<string, string>,
): Promise<Payload> {
  const field = (name: string, counts: readonly Counted[], nameOf = (key: string) => key) =>
    counts.length === 0
      ? []
      : [
          {
            name,
            value: clip(
              counts
                .slice(0, LISTED)
                .map(({ key, count }) => `${count} × ${literalClip(nameOf(key), 80)}`)
                .join('\n'),
              limits.EMBED_FIELD_VALUE,
            ),
          },
        ];
  const { weeks } = about;
  const picture =
    weeks.length < 2
      ? null
      : await drawBars(
          'Questions by week',
          weeks.map(({ monday }) => monday.slice(5)),
          [
            { name: 'answered', values: weeks.map(({ answered }) => answered) },
            { name: 'refused', values: weeks.map(({ refused }) => refused) },
            { name: 'failed', values: weeks.map(({ failed }) => failed) },
          ],
        );
  return {
    embeds: [
      {
        title,
        description: [...figures(about), missedByOne(about), about.hasLog ? null : `\n${NO_LOG}`]
          .filter((line) => line !== null)
          .join('\n'),
        fields: [
          ...field('Missed names and words, by people', about.missing),
          ...field('Refusals', about.refusals, (key) => REFUSALS[key] ?? key),
          ...field('Not helpful', about.notHelpful),
          ...field('Quoted sources', about.cited, (key) => titles.get(key) ?? key),
        ],
        ...(picture === null ? {} : { image: { url: `attachment://${PICTURE}` } }),
        footer: { text: 'Of everybody together; what one person alone missed is not shown.' },
      },
    ],
    ...(picture === null ? {} : { files: [{ attachment: picture, name: PICTURE }] }),
    allowedMentions: NO_MENTIONS,
  };
}
