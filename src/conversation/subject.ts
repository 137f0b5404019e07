/** A question of the conversation, and what was found for it. */
export interface Turn {
  /** The question as it was understood: with its names. */
  readonly understood: string;
  /** Names in it, as the sources know them, in lower case or as written; the first is what it is about. */
  readonly names: readonly string[];
  /** The first quotation, or null when it was refused. */
  readonly answer: string | null;
  /** The words of the quotation that answer, or null. */
  readonly span: string | null;
}

/** Words that begin a question and are no name, whatever their capital. */
const OPENING =
  /^(?:why|when|where|who|whom|whose|what|which|how|is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|and|so|but|also|any|the|for|under|by|since|tell|show|list|give|please|in|on|at|of|date|explain|describe)$/i;
const WORD = String.raw`\p{Lu}[\p{L}\p{M}\p{N}’'&.\-]*`;
const RUN = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${WORD}(?:\s+(?:(?:of|and the|of the|al|el|bin|de|&)\s+)*${WORD})*`,
  'gu',
);

/** Names that a text writes with capitals, in order, without the words that only begin a question. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(RUN)].flatMap(({ 0: run }) => {
    const list = run.replace(/['’]s$/u, '').split(/\s+/);
    while (list.length > 0 && OPENING.test(list[0]!)) list.shift();
    const name = list.join(' ').replace(/[.,]+$/, '');
    return name === '' || name === 'I' ? [] : [name];
  });
}

/** Mostly the authority that acted ("why did OFAC list …"), not the party that is spoken of. */
const SHORT = /^[A-Z]{2,4}$/;
/** What a question's grammatical subject follows. */
const AUXILIARY = /\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\s+(?:the\s+)?$/i;

/** What a turn is about: the name in its question, as it is written there, or (in lower case) as its answer writes it. */
export function subjectOf({ understood, names, answer }: Turn): string | null {
  const written = namesIn(understood);
  const subject = written.find((name) => {
    if (SHORT.test(name)) return false;
    const before = understood.slice(0, understood.indexOf(name));
    return AUXILIARY.test(before) && !/^['’]s\b/.test(understood.slice(before.length + name.length));
  });
  if (subject !== undefined) return subject;
  const longest = written.find((name) => !SHORT.test(name)) ?? written[0];
  if (longest !== undefined) return longest;
  const lower = understood.toLowerCase();
  const quoted = answer === null ? undefined : inQuestion(answer, lower);
  if (quoted !== undefined) return quoted;
  return names[0] ?? null;
}

/** The longest run of the words of a name in the answer that the question has, too. */
function inQuestion(answer: string, question: string): string | undefined {
  let best: string | undefined;
  for (const name of namesIn(answer)) {
    // A lone word at the beginning has its capital from the sentence.
    if (!name.includes(' ') && answer.startsWith(name)) continue;
    const list = name.split(' ');
    for (let from = 0; from < list.length; from++)
      for (let to = list.length; to > from; to--) {
        const part = list
          .slice(from, to)
          .join(' ')
          .replace(/[.,]+$/, '');
        if (part.length > (best?.length ?? 2) && question.includes(part.toLowerCase())) best = part;
      }
  }
  return best;
}

const COMPANY =
  /\b(?:ltd|llc|inc|co|corp|company|bank|group|holdings?|shipping|trading|limited|ministry|government|agency|plc|sa|gmbh|oil|energy|logistics|industries)\b/i;

/** The person that answered a question, when its marked words are the name of one. */
export function spanName({ understood, span }: Turn): string | null {
  if (span === null || !/\bwho(?:m|se)?\b/i.test(understood)) return null;
  const name = namesIn(span).find((each) => each.includes(' ') && !COMPANY.test(each));
  return name ?? null;
}
