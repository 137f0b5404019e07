import { namesIn, spanName, subjectOf, type Turn } from './subject.ts';

/** A follow-up made to stand by itself: what is asked, and the rule that says so. */
export interface Resolved {
  readonly question: string;
  readonly rule: FollowUpRule;
}

/** How a follow-up was understood. */
export type FollowUpRule = 'what about' | 'bare question' | 'pronoun' | 'left out';

/** Small words before what is meant: "and when?", "ok, what about …". */
const LEAD = /^(?:(?:and|so|but|ok|okay|then|also|well)[\s,]+)+/i;
const WHAT_ABOUT = /^(?:(?:what|how)\s+about|(?:the\s+)?same\s+(?:question\s+)?(?:for|with|about))\s+(.+)$/i;
/** A question word and nothing else, or with the thing it asks for. */
const BARE =
  /^(?:since\s+when|until\s+when|when|why(?:\s+not)?|where|(?:by|for|to|from|with)\s+whom|who|how|how\s+(?:much|many|long|so|come)|what\s+for|(?:(?:on|in|under|at|for)\s+)?(?:what|which)\s+(?:authority|law|order|date|day|year|month|grounds|basis|legal\s+basis|amount|country|city))(?:\s+(?:exactly|precisely|then))?$/i;
/** The words a question begins with that say what it asks for. */
const ASKS =
  /^(?:why|when|where|how\s+(?:much|many|long)|how|by\s+whom|since\s+when|who|whom|what|which)\s+(?!is\s+\S+$)/i;

const PERSON =
  /\b(?:he|him|his|himself|she|her|hers|herself|(?:this|that|the) (?:person|man|woman|guy|individual|businessman|official))\b/i;
const PRONOUN = /\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs)\b/i;
const DEFINITE =
  /\b(?:that|this|the\s+same|the|those|these)\s+(?:company|firm|bank|ship|vessel|tanker|boat|person|man|woman|guy|group|entity|organi[sz]ation|ministry|agency|individual|network|airline|businessman|official)\b(?!\s+(?:of|in|that|which|who)\b)/i;
/** A clause that has a subject of its own after its verb: a new question, not a rest of the last one. */
const CLAUSE =
  /^(?:(?:why|when|where|who|what|which|how)(?:\s+(?:much|many|long|\w+))?\s+)?(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had)\s+\S+/i;
const SMALL_TALK = /^(?:thanks?|thank\s+you|ok|okay|great|nice|cool|hi|hello|hey|lol|yes|no|got\s+it|never\s*mind)\b/i;
/** Longest follow-up that leaves its party out, in words. */
const MOST_WORDS = 8;

/**
 * Makes a follow-up stand by itself, from what was asked and answered before in the same place.
 * @param turns what came before, oldest first; the last two or three are enough.
 * @returns the question as understood and the rule; null when it stands by itself, or nothing came before.
 */
export function resolveFollowUp(asked: string, turns: readonly Turn[]): Resolved | null {
  const last = turns.at(-1);
  if (!last) return null;
  const plain = asked.trim().replace(/[\s?!.]+$/, '');
  const isLed = LEAD.test(plain);
  const rest = plain.replace(LEAD, '');
  if (!/\p{L}/u.test(rest) || SMALL_TALK.test(plain) || `${plain} `.replace(LEAD, '') === '') return null;
  const subject = [...turns].reverse().reduce<string | null>((found, turn) => found ?? subjectOf(turn), null);
  return (
    whatAbout(rest, isLed, last, subject) ??
    bareQuestion(rest, last) ??
    pronoun(rest, last, subject) ??
    leftOut(rest, subject)
  );
}

/** "what about Y?", "same for Y", "and Y?": the last question, asked of Y. */
function whatAbout(rest: string, isLed: boolean, last: Turn, subject: string | null): Resolved | null {
  const named = WHAT_ABOUT.exec(rest)?.[1];
  const isShort = isLed && !BARE.test(rest) && !CLAUSE.test(rest) && rest.split(/\s+/).length <= MOST_WORDS;
  const other = named ?? (isShort && namesIn(rest).length > 0 && !PRONOUN.test(rest) ? rest : undefined);
  if (other === undefined || (named === undefined && /^(?:who|what|when|why|where|which|how)\b/i.test(other)))
    return null;
  const whose = subject === null ? other : withPossessor(other, subject);
  const replaced = replacedBy(last.understood, whose, subject);
  if (replaced === null) return null;
  return { question: asQuestion(replaced), rule: 'what about' };
}

/** The last question with the name that the new one takes the place of; null when it has no name to replace. */
function replacedBy(question: string, other: string, subject: string | null): string | null {
  const bare = other.replace(/^the\s+/i, '');
  const isShort = (name: string) => /^[A-Z]{2,5}$/.test(name);
  const names = namesIn(question);
  const alike = isShort(bare)
    ? names.find(isShort)
    : names.find((name) => name !== subject && name.split(' ').at(-1) === bare.split(' ').at(-1));
  const from = alike ?? subject ?? names[0];
  if (from === undefined || from === null) return null;
  const at = question.toLowerCase().indexOf(from.toLowerCase());
  if (at < 0) return `${question.replace(/[\s?]+$/, '')} (${other})`;
  const before = question.slice(0, at);
  const article = /\bthe\s+$/i.test(before) && /^(?:the\s|[^\s]+['’]s\s)/i.test(other);
  return (article ? before.replace(/the\s+$/i, '') : before) + other + question.slice(at + from.length);
}

/** "when?", "by whom?", "under which authority?": the last question with another thing asked for. */
function bareQuestion(rest: string, last: Turn): Resolved | null {
  if (!BARE.test(rest)) return null;
  const told = last.understood.replace(/[\s?!.]+$/, '').replace(LEAD, '');
  const remainder = told.replace(ASKS, '');
  return { question: asQuestion(`${rest} ${remainder}`), rule: 'bare question' };
}

/** "who owns it?", "what are his aliases": the name that is meant. */
function pronoun(rest: string, last: Turn, subject: string | null): Resolved | null {
  const found = PRONOUN.exec(rest) ?? DEFINITE.exec(rest);
  if (!found) return null;
  // A name of its own that stands before is what the pronoun means.
  if (namesIn(rest.slice(0, found.index)).length > 0) return null;
  const person = PERSON.test(found[0]) ? spanName(last) : null;
  const name = person ?? subject;
  if (name === null) return null;
  const question = rest
    .replace(
      /\b(?:his|its|their)\b(?=\s+\S)|\bher\b(?=\s+(?!by\b|for\b|in\b|on\b|to\b|at\b|with\b|from\b|and\b|or\b)\S)/gi,
      () => possessive(name),
    )
    .replace(/\b(?:he|him|she|her|it|they|them|his|hers|its|theirs)\b/gi, () => name)
    .replace(new RegExp(DEFINITE, 'gi'), () => name);
  return { question: asQuestion(question), rule: 'pronoun' };
}

/** "which ships?", "any aliases?": the party that it leaves out. */
function leftOut(rest: string, subject: string | null): Resolved | null {
  if (subject === null || namesIn(rest).length > 0 || CLAUSE.test(rest)) return null;
  if (rest.split(/\s+/).length > MOST_WORDS || rest.toLowerCase().includes(subject.toLowerCase())) return null;
  if (/^(?:who|what|why|how)\s+\S+s\s+\S+/i.test(rest)) return null;
  return { question: asQuestion(`${rest} of ${subject}`), rule: 'left out' };
}

function withPossessor(other: string, subject: string): string {
  return other.replace(/^(?:his|her|its|their)\b/i, () => possessive(subject));
}

function possessive(name: string): string {
  return /s$/i.test(name) ? `${name}’` : `${name}’s`;
}

function asQuestion(text: string): string {
  return `${text
    .replace(/\s+/g, ' ')
    .replace(/[\s?!.]+$/, '')
    .trim()}?`;
}
