// Runs in a child process of the bot: models, index and search, so that the process that holds the gateway never blocks.
import type { Scope } from '../index/view.ts';
import { serve } from '../model/child.ts';
import type { Filter } from '../retrieval/retriever.ts';
import { Answerer } from './answerer.ts';
import type { QuotedFrom } from './library.ts';

let answerer: Answerer | undefined;

function opened(): Answerer {
  if (!answerer) throw new Error('open() must be called first');
  return answerer;
}

const functions = {
  async open(settings: Parameters<typeof Answerer.open>[0]): Promise<void> {
    answerer = await Answerer.open(settings);
  },
  ask: (question: string, filter: Filter, scope: Scope) => opened().ask(question, filter, scope),
  passage: (reference: string, scope: Scope) => opened().passage(reference, scope),
  sources: (filter: string, scope: Scope) => opened().sources(filter, scope),
  source: (reference: string, scope: Scope) => opened().source(reference, scope),
  recent: (count: number, scope: Scope) => opened().recent(count, scope),
  names: (typed: string, limit: number, scope: Scope) => opened().names(typed, limit, scope),
  namesIn: (text: string, scope: Scope) => opened().namesIn(text, scope),
  entity: (name: string, scope: Scope) => opened().entity(name, scope),
  version: () => opened().version(),
  sourceStates: (quoted: readonly QuotedFrom[], scope: Scope) => opened().sourceStates(quoted, scope),
  changedVersions: (versions: readonly Omit<QuotedFrom, 'quote'>[], scope: Scope) =>
    opened().changedVersions(versions, scope),
  sourcesNaming: (sourceIds: readonly string[], names: readonly string[], scope: Scope) =>
    opened().sourcesNaming(sourceIds, names, scope),
  collections: () => opened().collections(),
  status: (scope: Scope) => opened().status(scope),
  warm: (scopes: readonly Scope[]) => opened().warm(scopes),
};

export type AnsweringService = typeof functions;

serve<AnsweringService, object>(functions);
