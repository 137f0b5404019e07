import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Bot } from './bot.ts';

/** A command: what is registered with Discord, and what it does. It acknowledges within three seconds. */
export interface Command {
  readonly data: RESTPostAPIApplicationCommandsJSONBody;
  /** A slash command was sent. */
  execute?(interaction: ChatInputCommandInteraction, bot: Bot): Promise<void>;
  /** It was chosen in the menu of a message. */
  onMessage?(interaction: MessageContextMenuCommandInteraction, bot: Bot): Promise<void>;
  /** Offers choices for an option that is being typed. */
  autocomplete?(interaction: AutocompleteInteraction, bot: Bot): Promise<void>;
}
