import type { Command } from '../command.ts';
import ask from './ask.ts';
import askAbout from './ask-about.ts';
import caseFiles from './case.ts';
import findSources from './find-sources.ts';
import help from './help.ts';
import insights from './insights.ts';
import privacy from './privacy.ts';
import recent from './recent.ts';
import saveMessage from './save-message.ts';
import settings from './settings.ts';
import sources from './sources.ts';
import status from './status.ts';
import who from './who.ts';

/** Every slash command: the same list is registered with Discord and answered. */
export const COMMANDS: readonly Command[] = [
  ask,
  who,
  caseFiles,
  sources,
  recent,
  status,
  settings,
  insights,
  privacy,
  help,
  askAbout,
  findSources,
  saveMessage,
];
