/** What kind of thing a question asks for. */
export type Asked = 'why' | 'who' | 'when' | 'where' | 'how-much' | 'authority' | 'other';

const RULES: readonly (readonly [Asked, RegExp])[] = [
  [
    'authority',
    /\b(?:what|which|whose)\s+(?:legal\s+)?(?:authorit|law|order|e\.?o\.?\b|executive order|statute|act\b|sanctions? program|legal basis)|\bunder (?:what|which)|\blegal (?:basis|authority)|\bwhat e\.?o\.?\b|\bwhich e\.?o\.?\b|\bexecutive order\b/i,
  ],
  [
    'why',
    /\bwhy\b|\bwhat for\b|\bhow come\b|\breasons?\b|\bgrounds\b|\baccused of\b|\bwhat did .{2,60} do\b|\bfor what\b|\bwhat (?:was|were|is|are) .{2,80} (?:accused|sanctioned|designated|blamed|punished|fined|listed) for\b|\bwhats? .{2,60} supposed to have done\b/i,
  ],
  [
    'how-much',
    /\bhow (?:much|many|large|big|long|often)\b|\bwhat (?:amount|sum|percent|percentage|share|number|value|size)\b|\b(?:total|amount|worth)\b/i,
  ],
  [
    'when',
    /\bwhen\b|\bwhat (?:date|day|year|month|time)\b|\bwhich (?:year|month|day)\b|\bsince when\b|\bdeadline\b|\bhow old\b|\bdate of birth\b|\bdob\b|\bborn\b/i,
  ],
  [
    'where',
    /\bwhere\b|\b(?:what|which) (?:country|city|town|place|port|region|state|address)\b|\bbased in\b.*\?|\blocated\b/i,
  ],
  [
    'who',
    /\bwho(?:se|m|s)?\b|\b(?:what|which) (?:company|person|individual|entity|bank|group|firm|guy|man|woman|official|leader|ship|vessel|minister|agency|organi[sz]ation)\b|\bname of\b/i,
  ],
];

const MONEY_OR_NUMBER =
  /[$€£¥]\s?\d|\b\d[\d,.]*\s*(?:%|percent|per cent|million|billion|thousand|tons?|tonnes|barrels|euros?|dollars?|USD|EUR|people|members|vessels|individuals|entities)?\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion)s?\b/i;
const DATE =
  /\b(?:19|20)\d\d\b|\b(?:January|February|March|April|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|\bMay\s+\d|\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|yesterday)\b/;
const AUTHORITY =
  /\bE\.?\s?O\.?\s?\d|\bExecutive Order|\b(?:Act|Regulations?|Resolution|Section|Decree|Directive|Statute|Ordinance|Law|Code)\b|\bpursuant to\b|\bU\.S\.C\b|\bC\.F\.R\b/;
const CAUSE =
  /\b(?:for (?:having|being|its|his|her|their|the|\w+ing)|because|due to|in (?:connection|response|relation)|as a result|on suspicion|accus|alleg|charged|found to|to (?:prevent|counter|disrupt|deter|hold|expose|deny|stop|pressure|support)|in order to|owned or controlled|acted for|on behalf of|materially assisted|provid|support|involve|responsib|complicit|facilitat|violat|evad|launder|traffick|undermin)/i;
const NAME = /(?<=\S\s)(?:[“"'*]*)\p{Lu}[\p{L}\p{M}’'-]+(?:\s+\p{Lu}[\p{L}\p{M}’'-]+)|\p{Lu}{2,}/u;
const PLACE = /\b(?:in|at|near|from|of|to|based|located)\s+(?:the\s+)?(?:[*“"]*)\p{Lu}\p{L}+|\b\p{Lu}\p{L}+-based\b/u;

const PRESENT: Readonly<Record<Exclude<Asked, 'other'>, RegExp>> = {
  why: CAUSE,
  who: NAME,
  when: DATE,
  where: PLACE,
  'how-much': MONEY_OR_NUMBER,
  authority: AUTHORITY,
};

/** Returns what a question asks for, by its first interrogative rule that fits. */
export function askedFor(question: string): Asked {
  return RULES.find(([, pattern]) => pattern.test(question))?.[0] ?? 'other';
}

/** Whether a sentence holds a thing of the kind asked for; null when any sentence may. */
export function holdsAsked(asked: Asked, sentence: string): boolean | null {
  return asked === 'other' ? null : PRESENT[asked].test(sentence);
}
