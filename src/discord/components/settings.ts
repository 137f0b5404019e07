import { MessageFlags, type ModalSubmitInteraction } from 'discord.js';
import { MODES, type Rate, type Settings } from '../../state/settings.ts';
import { usedScopes } from '../access.ts';
import { administered, type Change, seenCollections, settingsOf } from '../administration.ts';
import { NotNowError } from '../asking/admit.ts';
import type { Bot } from '../bot.ts';
import {
  INHERIT,
  limitsForm,
  renderServerOnly,
  renderSettings,
  SETTINGS_VIEW,
  type SettingsData,
} from '../render/settings.ts';
import { type Press, viewBehind } from './views.ts';

/** Longer names of collections are cut to this in the menu. */
const LONGEST_IN_MENU = 98;

/** Changes settings by what is chosen in their menus; whether the person may is checked at every press. */
export async function onSettings(press: Press, bot: Bot, [action, viewId]: readonly string[]): Promise<void> {
  const view = viewBehind(bot, press, viewId ?? '', SETTINGS_VIEW);
  const guildId = administered(bot, press);
  const { channelId } = view.data as SettingsData;
  const { settings } = bot.state;
  const effective = channelId === '' ? settings.ofServer(guildId) : settings.effective(guildId, channelId);
  // A form must be the first answer, within three seconds: it waits for nothing.
  if (press.isButton() && action === 'limits') {
    await press.showModal(limitsForm({ viewId: view.id, channelId, effective }));
    return;
  }
  if (press.isButton() && action === 'more') {
    await press.reply({ ...renderServerOnly({ viewId: view.id, effective }), flags: MessageFlags.Ephemeral });
    return;
  }
  if (press.isModalSubmit() && !press.isFromMessage()) return unknown();
  // What was chosen is checked before it is acknowledged, so that a mistake is told in a message of its own.
  const change = changeOf(press, bot, guildId, channelId, action ?? '', effective);
  await press.deferUpdate();
  settings.change(guildId, channelId, await change());
  if (action === 'admin-roles' || action === 'feedback') {
    await press.editReply(renderServerOnly({ viewId: view.id, effective: settings.ofServer(guildId) }));
    return;
  }
  bot.answering
    .warm(usedScopes(bot))
    .catch((error: unknown) => bot.log.warn({ err: error }, 'a scope could not be made ready'));
  await press.editReply(renderSettings(await settingsOf(bot, guildId, channelId, view.id)));
}

/**
 * What a press changes; where the known collections are needed, they are asked for when the function is called.
 * @throws NotNowError for what can't be taken.
 */
function changeOf(
  press: Press,
  bot: Bot,
  guildId: string,
  channelId: string,
  action: string,
  { belowFloor }: Settings,
): () => Change | Promise<Change> {
  const now = (change: Change) => () => change;
  if (press.isModalSubmit()) return action === 'limits' ? now(limitsIn(press, channelId)) : unknown();
  if (press.isButton()) {
    if (action === 'floor') return now({ belowFloor: belowFloor === 'react' ? 'silent' : 'react' });
    if (action !== 'reset') return unknown();
    const own = bot.state.settings.own(guildId, channelId);
    return now(Object.fromEntries(Object.keys(own).map((key) => [key, undefined])) as Change);
  }
  if (!press.isAnySelectMenu()) return unknown();
  const [value] = press.values;
  switch (action) {
    case 'mode':
      return now({ mode: value === INHERIT ? undefined : (MODES.find((mode) => mode === value) ?? unknown()) });
    case 'visibility':
      return now({ visibility: value === INHERIT ? undefined : value === 'private' ? 'private' : 'public' });
    case 'collections':
      return collectionsIn(press.values, () => seenCollections(bot, guildId));
    case 'ask-roles':
      return now({ askRoles: [...press.values] });
    case 'admin-roles':
      return now({ adminRoles: [...press.values] });
    case 'feedback':
      return now({ feedbackChannel: value ?? null });
    default:
      return unknown();
  }
}

/** Where both some and all are chosen (all was chosen before), it is some. */
function collectionsIn(values: readonly string[], known: () => Promise<string[]>): () => Change | Promise<Change> {
  const chosen = values.filter((each) => each.startsWith('c:')).map((each) => each.slice(2));
  if (values.includes(INHERIT)) return () => ({ collections: undefined });
  if (chosen.length === 0) return () => ({ collections: null });
  const isChosen = (name: string) =>
    chosen.some((each) => name === each || (each.length >= LONGEST_IN_MENU && name.startsWith(each)));
  return async () => ({ collections: (await known()).filter(isChosen) });
}

function limitsIn(form: ModalSubmitInteraction, channelId: string): Change {
  const rate = (id: string): Rate => {
    const [, questions, seconds] = /^\s*(\d{1,4})\s*\/\s*(\d{1,5})\s*$/.exec(form.fields.getTextInputValue(id)) ?? [];
    const found = { questions: Number(questions), seconds: Number(seconds) };
    if (!(found.questions >= 1 && found.questions <= 1000 && found.seconds >= 1 && found.seconds <= 86_400))
      throw new NotNowError(
        'Write limits as questions/seconds, for example 10/60: up to 1000 questions in up to 86400 seconds. Nothing was changed.',
      );
    return found;
  };
  const change = { perUser: rate('perUser'), perChannel: rate('perChannel') };
  if (channelId !== '') return change;
  const days = Number(form.fields.getTextInputValue('retention').trim());
  if (!(Number.isInteger(days) && days >= 0 && days <= 365))
    throw new NotNowError(
      'Write the days that questions are logged as a number from 0 (never) to 365. Nothing was changed.',
    );
  return { ...change, retentionDays: days };
}

function unknown(): never {
  throw new NotNowError('This menu is from an older version and no longer works. Please run /settings again.');
}
