import { ButtonStyle } from 'discord.js';
import type { Stored } from '../../state/privacy.ts';
import { VIEW_DAYS } from '../../state/views.ts';
import { button, row } from './controls.ts';
import { type Payload, renderNotice } from './message.ts';

const NAMES: Readonly<Record<keyof Stored, string>> = {
  views: 'answers behind buttons, with their questions',
  replies: 'links from your messages to my replies',
  feedback: 'your words on answers',
  question_log: 'questions in the log',
  people: 'name that you go by in case files',
  cases: 'case files that you opened',
  case_items: 'items of case files that you saved, edited or wrote',
  case_events: 'entries in the histories of case files',
  case_members: 'case files that you are a member of',
  case_purges: 'deletions from case files',
};

/** What is stored about the asker, how long, and a button that deletes it. */
export function renderPrivacy(stored: Stored, retentionDays: number): Payload {
  const total = Object.values(stored).reduce((sum, n) => sum + n, 0);
  return {
    ...renderNotice(
      [
        'Your questions are answered on the machine that I run on; they go nowhere else.',
        '',
        'Stored about you, over all servers:',
        ...list(stored),
        '',
        `Answers and links are deleted after ${VIEW_DAYS} days. ${
          retentionDays === 0
            ? 'This server keeps no log of questions.'
            : `This server keeps a log of questions for ${retentionDays} days.`
        }`,
        'When you delete them, what you saved in case files of a team stays there without your name, but where others wrote it in their texts; case files in our direct messages are deleted. The buttons under your answers stop working; the messages themselves stay until you or a moderator delete them.',
      ].join('\n'),
    ),
    components: [
      row(button('Delete everything about me', 'privacy:forget', { style: ButtonStyle.Danger, disabled: total === 0 })),
    ],
  };
}

export function renderForgotten(deleted: Stored): Payload {
  return renderNotice(['Deleted:', ...list(deleted)].join('\n'));
}

function list(stored: Stored): string[] {
  return Object.entries(NAMES).map(([table, name]) => `- ${stored[table as keyof Stored]} ${name}`);
}
