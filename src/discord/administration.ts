import { type BaseInteraction, type ChatInputCommandInteraction, PermissionFlagsBits } from 'discord.js';
import type { PartialSettings } from '../state/settings.ts';
import { ownerScope, rolesOf } from './access.ts';
import { NotNowError } from './asking/admit.ts';
import type { Bot } from './bot.ts';
import type { Press } from './components/views.ts';
import type { ShownSettings } from './render/settings.ts';

/** Whether somebody may administer the bot where they are: those with Manage Server, or a role that the server's settings name. */
export function isAdministrator(
  bot: Bot,
  by: Pick<BaseInteraction, 'guildId' | 'member' | 'memberPermissions'>,
): boolean {
  if (by.guildId === null) return false;
  const roles = rolesOf(by.member);
  return (
    (by.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false) ||
    bot.state.settings.ofServer(by.guildId).adminRoles.some((role) => roles.includes(role))
  );
}

/**
 * The server whose settings somebody may change: those with Manage Server, or a role that the server's settings name.
 * @throws NotNowError for anybody else, and in direct messages.
 */
export function administered(bot: Bot, by: ChatInputCommandInteraction | Press): string {
  if (by.guildId === null) throw new NotNowError('Settings belong to a server. Use this command in one.');
  if (!isAdministrator(bot, by))
    throw new NotNowError('Only those who may “Manage Server”, or have a role chosen for it, may change settings.');
  return by.guildId;
}

/** The settings of a server ('' as channel) or a channel with what may be chosen. */
export async function settingsOf(bot: Bot, guildId: string, channelId: string, viewId: string): Promise<ShownSettings> {
  const { settings } = bot.state;
  return {
    viewId,
    channelId,
    effective: channelId === '' ? settings.ofServer(guildId) : settings.effective(guildId, channelId),
    own: settings.own(guildId, channelId),
    collections: await seenCollections(bot, guildId),
  };
}

/** Collections of the index that the owner lets a server see. */
export async function seenCollections(bot: Bot, guildId: string): Promise<string[]> {
  const allowed = ownerScope(bot, guildId);
  const names = (await bot.answering.collections()).map(({ name }) => name);
  return allowed === null ? names : names.filter((name) => allowed.includes(name));
}

/** Settings with a change; a part that is undefined is inherited again. */
export type Change = { readonly [K in keyof PartialSettings]: PartialSettings[K] | undefined };
