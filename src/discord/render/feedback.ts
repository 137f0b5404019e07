import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { FEEDBACK_REASONS, type Feedback } from '../../state/feedback.ts';
import { answerId } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { literalClip } from './text.ts';

const COMMENT = {
  type: ComponentType.Label as const,
  label: 'In your words (optional)',
  description: 'The maintainers see this and the question, not your name.',
  component: {
    type: ComponentType.TextInput as const,
    custom_id: 'comment',
    style: TextInputStyle.Paragraph,
    required: false,
    max_length: 500,
  },
};

/** What was wrong with an answer. */
export function feedbackForm(viewId: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: answerId('unhelpful', viewId),
    title: 'What was not helpful?',
    components: [
      {
        type: ComponentType.Label,
        label: 'Reason',
        component: {
          type: ComponentType.StringSelect,
          custom_id: 'reason',
          options: FEEDBACK_REASONS.map((reason) => ({ label: reason, value: reason })),
        },
      },
      COMMENT,
    ],
  };
}

/** What the sources should hold. */
export function reportForm(viewId: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: answerId('report', viewId),
    title: 'Tell the maintainers',
    components: [
      { ...COMMENT, label: 'Which source is missing? (optional)' },
      {
        type: ComponentType.Label,
        label: 'When a source answers it',
        component: {
          type: ComponentType.StringSelect,
          custom_id: 'news',
          required: false,
          min_values: 0,
          placeholder: 'Tell me nothing',
          options: [{ label: 'Send me one message', value: 'yes' }],
        },
      },
    ],
  };
}

/** Feedback as it is posted to the maintainers' channel; it names nobody. `quoted` is what that channel may see. */
export function renderFeedback(
  { verdict, reason, comment, question }: Omit<Feedback, 'userId'>,
  quoted: string | null,
): Payload {
  return {
    embeds: [
      {
        title: verdict === 'reported' ? 'Reported as missing' : `Not helpful: ${reason}`,
        description: literalClip(question, 1000),
        fields: [
          ...(comment === null ? [] : [{ name: 'Comment', value: literalClip(comment, limits.EMBED_FIELD_VALUE) }]),
          ...(quoted === null ? [] : [{ name: 'Quoted', value: literalClip(quoted, 600) }]),
        ],
      },
    ],
    allowedMentions: NO_MENTIONS,
  };
}
