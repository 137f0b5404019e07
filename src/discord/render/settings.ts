import {
  type APIModalInteractionResponseCallbackData,
  type APISelectMenuOption,
  ButtonStyle,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord.js';
import { MODES, type PartialSettings, type Rate, type Settings } from '../../state/settings.ts';
import { button, type Row, row } from './controls.ts';
import * as limits from './limits.ts';
import { NO_MENTIONS, type Payload } from './message.ts';
import { clip, literalClip } from './text.ts';

/** Kind of the views behind settings. */
export const SETTINGS_VIEW = 'settings';

/** What settings a view changes: those of a channel, or ('' as channel) of the server. */
export interface SettingsData {
  readonly channelId: string;
}

/** The settings of a server or channel, and what may be chosen. */
export interface ShownSettings {
  readonly viewId: string;
  readonly channelId: string;
  readonly effective: Settings;
  readonly own: PartialSettings;
  /** Collections that this server may see at all. */
  readonly collections: readonly string[];
}

/** Value of the choice that takes the server's setting. */
export const INHERIT = 'inherit';
/** Value of the choice of all collections. */
export const ALL = '*';

const MODE_TEXT: Readonly<Record<Settings['mode'], string>> = {
  off: 'Off: no answers here',
  mention: 'Mention: answers who mentions or replies to it',
  threads: 'Threads: opens a thread for each question',
  auto: 'Auto: answers any message it is sure of',
};

export type SettingsAction =
  | 'mode'
  | 'visibility'
  | 'collections'
  | 'ask-roles'
  | 'admin-roles'
  | 'feedback'
  | 'limits'
  | 'floor'
  | 'more'
  | 'reset';

export function settingsId(action: SettingsAction, viewId: string): string {
  return `settings:${action}:${viewId}`;
}

/** A collection's name for people: the top of the corpus has none. */
export function collectionName(name: string): string {
  return name === '' ? '(top folder)' : name;
}

/** The settings with their menus. */
export function renderSettings(shown: ShownSettings): Payload {
  const { viewId, channelId, effective, own } = shown;
  const isChannel = channelId !== '';
  return {
    embeds: [describe(shown)],
    components: [
      choice('mode', 'When to answer', shown, [
        ...MODES.map((mode) => ({ label: MODE_TEXT[mode], value: mode, default: own.mode === mode })),
      ]),
      choice('visibility', 'Who sees answers to /ask', shown, [
        { label: 'Everybody, unless asked privately', value: 'public', default: own.visibility === 'public' },
        { label: 'The asker alone, who may share them', value: 'private', default: own.visibility === 'private' },
      ]),
      collectionsMenu(shown),
      row({
        type: ComponentType.RoleSelect,
        custom_id: settingsId('ask-roles', viewId),
        placeholder: 'Roles that may ask (none: everybody)',
        min_values: 0,
        max_values: 25,
        default_values: effective.askRoles.map((id) => ({ id, type: SelectMenuDefaultValueType.Role })),
      }),
      row(
        button(isChannel ? 'Limits…' : 'Limits and log…', settingsId('limits', viewId)),
        button(
          effective.belowFloor === 'react' ? 'Auto: stay silent when unsure' : 'Auto: react when unsure',
          settingsId('floor', viewId),
        ),
        isChannel
          ? button('Take the server’s settings', settingsId('reset', viewId), {
              style: ButtonStyle.Danger,
              disabled: Object.keys(own).length === 0,
            })
          : button('Administrators, feedback…', settingsId('more', viewId)),
      ),
    ],
    allowedMentions: NO_MENTIONS,
  };
}

/** The settings that only a server has. */
export function renderServerOnly({ viewId, effective }: Pick<ShownSettings, 'viewId' | 'effective'>): Payload {
  return {
    content:
      'Who may change settings besides those with “Manage Server”, and where feedback and reports are posted. I must be able to write in that channel.',
    components: [
      row({
        type: ComponentType.RoleSelect,
        custom_id: settingsId('admin-roles', viewId),
        placeholder: 'Roles that may change settings (none: Manage Server)',
        min_values: 0,
        max_values: 25,
        default_values: effective.adminRoles.map((id) => ({ id, type: SelectMenuDefaultValueType.Role })),
      }),
      row({
        type: ComponentType.ChannelSelect,
        custom_id: settingsId('feedback', viewId),
        placeholder: 'Channel for feedback (none: it is only kept)',
        channel_types: [ChannelType.GuildText, ChannelType.PrivateThread, ChannelType.PublicThread],
        min_values: 0,
        max_values: 1,
        default_values:
          effective.feedbackChannel === null
            ? []
            : [{ id: effective.feedbackChannel, type: SelectMenuDefaultValueType.Channel }],
      }),
    ],
    allowedMentions: NO_MENTIONS,
  };
}

/** Rate limits, and for a server how long questions are logged. */
export function limitsForm({
  viewId,
  channelId,
  effective,
}: Pick<ShownSettings, 'viewId' | 'channelId' | 'effective'>): APIModalInteractionResponseCallbackData {
  const input = (custom_id: string, label: string, value: string) => ({
    type: ComponentType.Label as const,
    label,
    component: {
      type: ComponentType.TextInput as const,
      custom_id,
      style: TextInputStyle.Short as const,
      value,
      max_length: 12,
    },
  });
  return {
    custom_id: settingsId('limits', viewId),
    title: 'Limits',
    components: [
      input('perUser', 'Questions of a person / in seconds', rateText(effective.perUser)),
      input('perChannel', 'Questions in a channel / in seconds', rateText(effective.perChannel)),
      ...(channelId === ''
        ? [input('retention', 'Days that questions are logged (0: never)', String(effective.retentionDays))]
        : []),
    ],
  };
}

/** Settings as they hold, without menus. */
export function renderEffective(shown: ShownSettings, channels: readonly string[]): Payload {
  return {
    embeds: [
      {
        ...describe(shown, true),
        footer: {
          text: clip(
            channels.length === 0
              ? 'No channel has settings of its own.'
              : `${channels.length} channel${channels.length === 1 ? ' has' : 's have'} settings of their own.`,
            limits.EMBED_FOOTER,
          ),
        },
      },
    ],
    allowedMentions: NO_MENTIONS,
  };
}

export function rateText({ questions, seconds }: Rate): string {
  return `${questions}/${seconds}`;
}

/** @param isWhole whether what only servers have is told of a channel, too. */
function describe({ channelId, effective, own, collections }: ShownSettings, isWhole = false) {
  const isChannel = channelId !== '';
  const line = (name: string, key: keyof Settings, value: string) =>
    `**${name}** ${value}${isChannel && own[key] === undefined ? ' (of the server)' : ''}`;
  const roles = (ids: readonly string[], none: string) =>
    ids.length === 0 ? none : ids.map((id) => `<@&${id}>`).join(', ');
  const rate = ({ questions, seconds }: Rate) => `${questions} questions in ${seconds} s`;
  const lines = [
    line('Answers', 'mode', MODE_TEXT[effective.mode]),
    line('/ask is shown to', 'visibility', effective.visibility === 'public' ? 'everybody' : 'the asker'),
    line('Unsure in mode auto', 'belowFloor', effective.belowFloor === 'react' ? 'reacts' : 'stays silent'),
    line('Collections', 'collections', collectionsText(effective.collections, collections)),
    line('May ask', 'askRoles', roles(effective.askRoles, 'everybody')),
    line('Limit of a person', 'perUser', rate(effective.perUser)),
    line('Limit of a channel', 'perChannel', rate(effective.perChannel)),
    ...(isChannel && !isWhole
      ? []
      : [
          line('May change settings', 'adminRoles', roles(effective.adminRoles, 'Manage Server')),
          line(
            'Log of questions',
            'retentionDays',
            effective.retentionDays === 0 ? 'off' : `kept ${effective.retentionDays} days`,
          ),
          line(
            'Feedback',
            'feedbackChannel',
            effective.feedbackChannel === null ? 'kept, not posted' : `<#${effective.feedbackChannel}>`,
          ),
        ]),
  ];
  return {
    title: isChannel ? 'Settings of this channel' : 'Settings of this server',
    description: clip(lines.join('\n'), limits.EMBED_DESCRIPTION),
  };
}

function collectionsText(chosen: readonly string[] | null, known: readonly string[]): string {
  if (chosen === null) return 'all';
  if (chosen.length === 0) return 'none';
  return clip(
    chosen
      .map(
        (name) => `${literalClip(collectionName(name), 60)}${known.includes(name) ? '' : ' (unknown: shows nothing)'}`,
      )
      .join(', '),
    800,
  );
}

function choice(
  action: SettingsAction,
  placeholder: string,
  shown: ShownSettings,
  options: APISelectMenuOption[],
): Row {
  return row({
    type: ComponentType.StringSelect,
    custom_id: settingsId(action, shown.viewId),
    placeholder,
    options: [...options, ...inherit(shown)],
  });
}

function inherit({ channelId }: ShownSettings): APISelectMenuOption[] {
  return channelId === '' ? [] : [{ label: 'As the server has it', value: INHERIT }];
}

/** Collections; where there are more than a menu holds, `/settings … collections:` takes them as text. */
function collectionsMenu(shown: ShownSettings): Row {
  const room = limits.SELECT_OPTIONS - 1 - inherit(shown).length;
  const options = [
    { label: 'All collections', value: ALL, default: shown.own.collections === null },
    ...shown.collections.slice(0, room).map((name) => ({
      label: clip(collectionName(name), limits.SELECT_OPTION_TEXT),
      value: `c:${name}`.slice(0, limits.SELECT_OPTION_TEXT),
      default: shown.own.collections?.includes(name) ?? false,
    })),
    ...inherit(shown),
  ];
  return row({
    type: ComponentType.StringSelect,
    custom_id: settingsId('collections', shown.viewId),
    placeholder: 'Collections that may be seen',
    min_values: 1,
    max_values: options.length,
    options,
  });
}
