import {
  type AutocompleteInteraction,
  ChannelType,
  type ChatInputCommandInteraction,
  type MessageContextMenuCommandInteraction,
} from 'discord.js';
import type { CaseHead } from '../../case/case.ts';
import { mayAsk, placeOf, rolesOf, settingsAt } from '../access.ts';
import { isAdministrator } from '../administration.ts';
import { NotNowError } from '../asking/admit.ts';
import type { Bot } from '../bot.ts';
import type { Press } from '../components/views.ts';

/** Whoever does something with a case, and where. */
export type By = AutocompleteInteraction | ChatInputCommandInteraction | MessageContextMenuCommandInteraction | Press;

const NO_CASE = 'There is no such case in this channel.';

/**
 * Cases that somebody sees where they are: those of the channel and, in a thread, of its parent, which whoever sees the thread sees,
 * too; of restricted ones those that they are a member of, or may administer. Those that changed last come first.
 */
export function casesHere(bot: Bot, by: By): CaseHead[] {
  if (!mayAsk(settingsAt(bot, placeOf(by)), rolesOf(by.member))) return [];
  return bot.cases.in(placeOf(by).guildId ?? '', channelsOf(by)).filter((head) => sees(bot, by, head));
}

/**
 * The case of an id, if the person sees it here. One that they don't see is told apart from none by nothing.
 * @throws NotNowError with what to tell the person.
 */
export function caseBehind(bot: Bot, by: By, id: string): CaseHead {
  const head = bot.cases.find(id);
  const isHere =
    head !== null && head.guildId === (placeOf(by).guildId ?? '') && channelsOf(by).includes(head.channelId);
  if (!head || !isHere || !sees(bot, by, head)) throw new NotNowError(NO_CASE);
  if (!mayAsk(settingsAt(bot, placeOf(by)), rolesOf(by.member)))
    throw new NotNowError(
      'Only some roles may use this here. The administrators of this server choose them in /settings.',
    );
  return head;
}

/**
 * Channels whose cases are at hand: the channel, and of a thread its parent, as whoever sees the one sees the other. What is said in a
 * private thread is not for everybody who sees the parent: there are only its own.
 */
function channelsOf(by: By): string[] {
  const { channelId, settingsChannelId } = placeOf(by);
  const isPrivate = by.channel?.type === ChannelType.PrivateThread;
  return isPrivate ? [channelId] : [...new Set([channelId, settingsChannelId])];
}

function sees(bot: Bot, by: By, head: CaseHead): boolean {
  // A case in direct messages is its owner's alone.
  if (head.guildId === '') return head.userId === by.user.id;
  return !head.isRestricted || bot.cases.members(head.id).includes(by.user.id) || isAdministrator(bot, by);
}

/**
 * Whether somebody may choose who sees a case: its team (who opened it, saved something in it, or is a member) and administrators, as
 * otherwise anybody who reads it could shut the others out.
 */
export function mayRestrict(bot: Bot, by: By, head: CaseHead): boolean {
  const { id } = by.user;
  if (isAdministrator(bot, by)) return true;
  return head.isRestricted
    ? bot.cases.members(head.id).includes(id)
    : head.userId === id || bot.cases.hasItemOf(head.id, id);
}

/** The id of whoever acts on a case; the name that they go by is kept for lists and exports. */
export function actor(bot: Bot, by: By): string {
  const { member, user } = by;
  const given =
    member && 'displayName' in member ? member.displayName : (member as { nick?: string | null } | null)?.nick;
  bot.state.people.put(user.id, given ?? user.displayName);
  return user.id;
}

/** Text without mentions of people: a name stands in the place of each, as ids are not kept in text. */
export function withoutMentions(text: string, by: By, bot: Bot): string {
  const names = bot.state.people.names();
  return text.replace(/<@!?(\d{17,20})>/g, (_, id: string) => {
    const member = by.guild?.members.cache.get(id);
    return `@${member?.displayName ?? names.get(id) ?? by.client.users.cache.get(id)?.displayName ?? 'somebody'}`;
  });
}
