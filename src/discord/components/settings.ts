import { MessageFlags, type ModalSubmitInteraction } from 'discord.js';
import { MODES, type Rate } from '../../state/settings.ts';
import { administered, type Change, seenCollections, settingsOf } from '../administration.ts';
import { NotNowError } from '../asking/ask.ts';
import type { Bot } from '../bot.ts';
import {
  ALL,
  INHERIT,
  limitsForm,
  renderServerOnly,
  renderSettings,
  SETTINGS_VIEW,
  type SettingsData,
} from '../render/settings.ts';
import { type Press, viewBehind } from './views.ts';

/** Changes settings by what is chosen in their menus; whether the person may is checked at every press. */
export async function onSettings(press: Press, bot: Bot, [action, viewId]: readonly string[]): Promise<void> {
  const view = viewBehind(bot, press, viewId ?? '', SETTINGS_VIEW);
  const guildId = administered(bot, press);
  const { channelId } = view.data as SettingsData;
  const shown = () => settingsOf(bot, guildId, channelId, view.id);
  if (press.isButton() && action === 'limits') return press.showModal(limitsForm(await shown())).then(() => {});
  if (press.isButton() && action === 'more') {
    await press.reply({ ...renderServerOnly(await shown()), flags: MessageFlags.Ephemeral });
    return;
  }
  const change = await changeOf(press, bot, guildId, channelId, action ?? '');
  bot.state.settings.change(guildId, channelId, change);
  if (press.isModalSubmit() && !press.isFromMessage()) return unknown();
  if (action === 'admin-roles' || action === 'feedback') await press.update(renderServerOnly(await shown()));
  else await press.update(renderSettings(await shown()));
}

async function changeOf(press: Press, bot: Bot, guildId: string, channelId: string, action: string): Promise<Change> {
  if (press.isModalSubmit()) return action === 'limits' ? limitsIn(press, channelId) : unknown();
  if (press.isButton()) {
    const { belowFloor } = (await settingsOf(bot, guildId, channelId, '')).effective;
    if (action === 'floor') return { belowFloor: belowFloor === 'react' ? 'silent' : 'react' };
    if (action !== 'reset') return unknown();
    const own = bot.state.settings.own(guildId, channelId);
    return Object.fromEntries(Object.keys(own).map((key) => [key, undefined])) as Change;
  }
  if (!press.isAnySelectMenu()) return unknown();
  const [value] = press.values;
  switch (action) {
    case 'mode':
      return { mode: value === INHERIT ? undefined : (MODES.find((mode) => mode === value) ?? unknown()) };
    case 'visibility':
      return { visibility: value === INHERIT ? undefined : value === 'private' ? 'private' : 'public' };
    case 'collections': {
      if (press.values.includes(INHERIT)) return { collections: undefined };
      if (press.values.includes(ALL)) return { collections: null };
      const known = await seenCollections(bot, guildId);
      const chosen = press.values.map((each) => each.replace(/^c:/, ''));
      return {
        collections: known.filter((name) =>
          chosen.some((each) => name === each || (each.length >= 98 && name.startsWith(each))),
        ),
      };
    }
    case 'ask-roles':
      return { askRoles: [...press.values] };
    case 'admin-roles':
      return { adminRoles: [...press.values] };
    case 'feedback':
      return { feedbackChannel: value ?? null };
    default:
      return unknown();
  }
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
