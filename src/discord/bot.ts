import type { AnsweringClient } from '../engine/answering-client.ts';
import type { Logger } from '../log.ts';

/** What commands and message handlers need to answer. */
export interface Bot {
  readonly answering: Pick<AnsweringClient, 'ask' | 'passage' | 'sources' | 'names' | 'entity'>;
  readonly log: Logger;
  /** What each server may see, by its id; null: everything. `scopeOf` reads it. */
  readonly guildCollections: ReadonlyMap<string, readonly string[]> | null;
  /** Site that relative source URLs are resolved against. */
  readonly sourceBaseUrl: string | null;
}
