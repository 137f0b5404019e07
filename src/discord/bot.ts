import type { SendableChannels } from 'discord.js';
import type { CaseStore } from '../case/store.ts';
import type { AnsweringClient } from '../engine/answering-client.ts';
import type { Metrics } from '../health/metrics.ts';
import type { Logger } from '../log.ts';
import type { State } from '../state/state.ts';
import type { AskingQueue } from './asking/queue.ts';
import type { RateLimits } from './asking/rate-limits.ts';
import type { UnderWay } from './messages/under-way.ts';
import type { Payload } from './render/message.ts';
import type { CaseCards } from './research/case-cards.ts';

/** What commands and message handlers need to answer. */
export interface Bot {
  readonly answering: Pick<
    AnsweringClient,
    | 'ask'
    | 'passage'
    | 'sources'
    | 'source'
    | 'recent'
    | 'names'
    | 'namesIn'
    | 'entity'
    | 'collections'
    | 'version'
    | 'sourceStates'
    | 'changedVersions'
    | 'sourcesNaming'
    | 'status'
    | 'warm'
  >;
  readonly state: State;
  readonly cases: CaseStore;
  /** Keeps the messages that show cases in their channels. */
  readonly cards: CaseCards;
  readonly queue: AskingQueue;
  readonly underWay: UnderWay;
  readonly limits: RateLimits;
  readonly metrics: Pick<Metrics, 'question' | 'turnedAway'>;
  readonly log: Logger;
  /** Where feedback and reports are posted besides being kept; the settings of a server name the channel. */
  post(channelId: string, payload: Payload): Promise<void>;
  /** Sends a person a direct message. Fails where they take none. */
  tell(userId: string, payload: Payload): Promise<void>;
  /** Whether a person sees a channel: in direct messages, of their own. */
  sees(userId: string, channelId: string): Promise<boolean>;
  /** A channel that the bot can write to; null where it is gone, or hidden from the bot. */
  fetchChannel(channelId: string): Promise<SendableChannels | null>;
  /** What each server may see, by its id; null: everything. `ownerScope` reads it. */
  readonly guildCollections: ReadonlyMap<string, readonly string[]> | null;
  /** Site that relative source URLs are resolved against. */
  readonly sourceBaseUrl: string | null;
  /** The program's version, of package.json. */
  readonly version: string;
}
