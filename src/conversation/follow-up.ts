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
  /\b(?:[Tt]hat|[Tt]his|[Tt]he\s+same|[Tt]he|[Tt]hose|[Tt]hese)\s+(?:company|firm|bank|ship|vessel|tanker|boat|person|man|woman|guy|group|entity|organi[sz]ation|ministry|agency|individual|network|airline|businessman|official)\b(?!\s+(?:of|in|that|which|who)\b)(?!\s+\p{Lu})/u;
/** "it" that means nothing: "is it legal to …", "how long does it take". */
const EXPLETIVE =
  /\b(?:is|was|isn['’]?t|would|does|do|did|will|can)\s+it\s+(?:still\s+)?(?:legal|illegal|true|false|possible|impossible|ok|okay|allowed|permitted|forbidden|safe|known|likely|necessary|required|worth|normal|common|take|mean|matter|make|help|depend|happen|work|cost)\b|\bit\s+(?:takes?|means?|seems|depends)\b/i;
/** "their own lists" are those of whoever stands before. */
const OWN = /\b(?:his|her|its|their)\s+own\b/i;
/** Words that begin a question which leaves its party out. */
const INCOMPLETE =
  /^(?:any|which|what|whose|how\s+many|how\s+much|(?:for|on|in|at|under|by|with)\s+(?:what|which|whom)|the|date|place|name|names|number|amount|reason|reasons|owner|owners|alias|aliases|address)\b(?!.*\b(?:on|about|against|with|to|than)\s+\S)/i;
/** Nouns that may stand before a pronoun which still means somebody else ("what companies do they own"). */
const MOST_NOUNS_BEFORE = 1;
const SMALL =
  /^(?:what|when|where|which|whom|whose|were|does|have|will|would|could|should|about|with|from|into|there|that|this|still|ever|also|then|exactly|many|much|long|owns|owned|tell|know|dealt|deal|does|operates|runs|founded|leads|works|worked|sanctioned|designated|listed|happened|banks)$/i;
/** A clause that has a subject of its own after its verb: a new question, not a rest of the last one. */
const CLAUSE =
  /^(?:(?:why|when|where|who|what|which|how)(?:\s+(?:much|many|long|\w+))?\s+)?(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had)\s+\S+/i;
const SMALL_TALK = /^(?:thanks?|thank\s+you|ok|okay|great|nice|cool|hi|hello|hey|lol|yes|no|got\s+it|never\s*mind)\b/i;
/** Longest follow-up that leaves its party out, in words. */
const MOST_WORDS = 8;

/**
 * Makes a follow-up stand by itself, from what was asked and answered before in the same place.
 * @param turns what came before, oldest first; the last two or three are enough.
 * @param known names in it that the sources know, whatever their capitals, and words that are likely names.
 * @returns the question as understood and the rule; null when it stands by itself, or nothing came before.
 */
export function resolveFollowUp(asked: string, turns: readonly Turn[], known: readonly string[] = []): Resolved | null {
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
    pronoun(rest, last, subject, known) ??
    leftOut(rest, subject, known)
  );
}

/** "what about Y?", "same for Y", "and Y?": the last question, asked of Y. */
function whatAbout(rest: string, isLed: boolean, last: Turn, subject: string | null): Resolved | null {
  const named = WHAT_ABOUT.exec(rest)?.[1];
  const isShort = isLed && !BARE.test(rest) && !CLAUSE.test(rest) && isNameAlone(rest);
  const other = named ?? (isShort && namesIn(rest).length > 0 && !PRONOUN.test(rest) ? rest : undefined);
  if (other === undefined || (named === undefined && /^(?:who|what|when|why|where|which|how)\b/i.test(other)))
    return null;
  const whose = subject === null ? other : withPossessor(other, subject);
  const replaced = replacedBy(last.understood, whose, subject);
  if (replaced === null) return null;
  return { question: asQuestion(replaced), rule: 'what about' };
}

/** Whether a text is one name and no more: "the MV Grey Tallow". */
function isNameAlone(text: string): boolean {
  const [name] = namesIn(text);
  return name !== undefined && text.replace(/^the\s+/i, '') === name;
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
function pronoun(rest: string, last: Turn, subject: string | null, known: readonly string[]): Resolved | null {
  if (EXPLETIVE.test(rest)) return null;
  const found = PRONOUN.exec(rest) ?? DEFINITE.exec(rest);
  if (!found) return null;
  // A name, or a noun, of its own that stands before is what the pronoun means.
  const before = rest.slice(0, found.index);
  if (namesIn(before).length > 0 || holdsAny(before, known) || nounsIn(before) > MOST_NOUNS_BEFORE) return null;
  if (OWN.test(rest)) return null;
  const person = PERSON.test(found[0]) ? spanName(last) : null;
  const name = person ?? subject;
  if (name === null) return null;
  const question = rest
    .replace(
      /\b(?:his|its|their)\b(?=\s+\S)|\bher\b(?=\s+(?!by\b|for\b|in\b|on\b|to\b|at\b|with\b|from\b|and\b|or\b)\S)/gi,
      () => possessive(name),
    )
    .replace(/\b(?:he|him|she|her|it|they|them|his|hers|its|theirs)\b/gi, () => name)
    .replace(new RegExp(DEFINITE, 'gu'), () => name);
  return { question: asQuestion(question), rule: 'pronoun' };
}

/** "which ships?", "any aliases?": the party that it leaves out. */
function leftOut(rest: string, subject: string | null, known: readonly string[]): Resolved | null {
  if (subject === null || !INCOMPLETE.test(rest) || CLAUSE.test(rest)) return null;
  if (namesIn(rest).length > 0 || holdsAny(rest, known) || rest.split(/\s+/).length > MOST_WORDS) return null;
  return { question: asQuestion(`${rest} of ${subject}`), rule: 'left out' };
}

function holdsAny(text: string, names: readonly string[]): boolean {
  const list = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return names.some((name) => list.includes(` ${name.toLowerCase()} `));
}

/** Words before a pronoun that are no question words, verbs of asking or other small words. */
function nounsIn(text: string): number {
  return text.split(/\s+/).filter((word) => word.length > 3 && !SMALL.test(word)).length;
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
