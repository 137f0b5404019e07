import type { BaseInteraction, MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';
import { VIEW_DAYS, type View } from '../../state/views.ts';
import { mayAsk, placeOf, rolesOf, settingsAt } from '../access.ts';
import { NotNowError } from '../asking/admit.ts';
import type { Bot } from '../bot.ts';
import { SETTINGS_VIEW } from '../render/settings.ts';

/** A press of a button, a choice in a menu, or a form that was sent. */
export type Press = MessageComponentInteraction | ModalSubmitInteraction;

const GONE = `This is too old, or what was behind it has been deleted: buttons work for ${VIEW_DAYS} days. Please ask again.`;

/**
 * The view behind a press, if the person may use it there: in the place it was shown in, a private one by its own person only,
 * and by those who may ask. A view of another place is told apart from none by nothing.
 * @throws NotNowError with what to tell the person.
 */
export function viewBehind(
  bot: Bot,
  press: Pick<BaseInteraction, 'guildId' | 'channelId' | 'channel' | 'user' | 'member'>,
  id: string,
  kind: string,
): View {
  const view = bot.state.views.find(id);
  const place = placeOf(press);
  const isHere = view?.guildId === (press.guildId ?? '') && view.channelId === place.channelId;
  if (!view || view.kind !== kind || !isHere || (view.isPrivate && view.userId !== press.user.id))
    throw new NotNowError(GONE);
  if (kind !== SETTINGS_VIEW && !mayAsk(settingsAt(bot, place), rolesOf(press.member)))
    throw new NotNowError(
      'Only some roles may use this here. The administrators of this server choose them in /settings.',
    );
  return view;
}
