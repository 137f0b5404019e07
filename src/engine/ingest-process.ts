// Runs in a child process of the bot: brings the index up to date while the bot answers from the old one.
import { type IngestReport, type IngestSettings, ingest } from '../index/ingest.ts';
import { serve } from '../model/child.ts';

const functions = {
  ingest: (settings: IngestSettings): Promise<IngestReport> =>
    ingest(settings, { step: (message) => parent.step.asEvent(message) }),
};

export type IngestService = typeof functions;
export interface IngestParent {
  step(message: string): void;
}

const parent = serve<IngestService, IngestParent>(functions);
