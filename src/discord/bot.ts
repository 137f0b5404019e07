import type { AnsweringClient } from '../engine/answering-client.ts';
import type { Logger } from '../log.ts';

/** What commands and message handlers need to answer. */
export interface Bot {
  readonly answering: Pick<AnsweringClient, 'ask' | 'passage' | 'sources'>;
  readonly log: Logger;
  /** Site that relative source URLs are resolved against. */
  readonly sourceBaseUrl: string | null;
}
