// Runs in a child process of the bot: models, index and search, so that the process that holds the gateway never blocks.
import { serve } from '../model/child.ts';
import type { Filter } from '../retrieval/retriever.ts';
import { Answerer } from './answerer.ts';

let answerer: Answerer | undefined;

function opened(): Answerer {
  if (!answerer) throw new Error('open() must be called first');
  return answerer;
}

const functions = {
  async open(settings: Parameters<typeof Answerer.open>[0]): Promise<void> {
    answerer = await Answerer.open(settings);
  },
  ask: (question: string, filter: Filter) => opened().ask(question, filter),
  passage: (reference: string) => opened().passage(reference),
  sources: () => opened().sources(),
};

export type AnsweringService = typeof functions;

serve<AnsweringService, object>(functions);
