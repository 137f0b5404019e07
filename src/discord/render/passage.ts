import { citationUrl, describeDate, describeParagraphs } from '../../answer/describe.ts';
import type { PassageView } from '../../engine/library.ts';
import { answerId, button, row } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { saveButton } from './saving.ts';
import { clip, literalClip } from './text.ts';

/**
 * A whole passage, with buttons that turn to the passages before and after it in the source.
 * @param viewId the answer it was opened from, whose place and person the buttons are checked for.
 */
export function renderPassage(
  passage: Omit<PassageView, 'quote' | 'start' | 'end' | 'sha256' | 'index'>,
  viewId: string,
  baseUrl: string | null,
): Payload {
  const url = citationUrl(passage.url, baseUrl);
  const turn = (label: string, reference: string | null, side: string) =>
    button(label, answerId('page', viewId, reference ?? side), { disabled: reference === null });
  return {
    embeds: [
      {
        title: literalClip(passage.title, limits.EMBED_TITLE),
        ...(url === null ? {} : { url }),
        description: literalClip(passage.plain, limits.EMBED_DESCRIPTION),
        footer: {
          text: clip(
            [
              passage.publisher,
              describeDate(passage),
              describeParagraphs(passage.paragraphs),
              `passage ${passage.number} of ${passage.of}`,
              passage.path,
            ]
              .filter((part) => part !== null)
              .join(' · '),
            limits.EMBED_FOOTER / 4,
          ),
        },
      },
    ],
    components: [
      row(
        ...(passage.of > 1
          ? [turn('Passage before', passage.previous, 'first'), turn('Passage after', passage.next, 'last')]
          : []),
        saveButton(passage.reference, viewId),
      ),
    ],
    allowedMentions: NO_MENTIONS,
  };
}
