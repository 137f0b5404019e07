/**
 * What may become of a party or stand between parties, as questions ask for it and as sources state it. A sentence about the
 * right party that says nothing of the kind ("why was X delisted?", answered with why X was listed) does not answer.
 */
const EVENTS: readonly { readonly asked: RegExp; readonly stated: RegExp }[] = [
  {
    // A removal from a list.
    asked:
      /\b(?:de-?list\w*|unsanction\w*|remov(?:e|ed|al|es|ing)|lift(?:ed|ing|s)?|unfr(?:eez|oz)\w*|unblock\w*|rescind\w*|revok\w*|(?:off|from) the (?:\w+ ){0,2}(?:list|sdn))\b/i,
    stated:
      /\b(?:de-?list\w*|remov(?:e|ed|al|es|ing)|lift(?:ed|ing|s)?|unfr(?:eez|oz)\w*|unblock\w*|rescind\w*|revo[kc]\w*|terminat\w*|no longer|ended)\b/i,
  },
  {
    asked: /\b(?:fin(?:ed?|es|ing)|penalt\w*|settle(?:d|ment|s)?)\b/i,
    stated: /\b(?:fin(?:ed?|es)|penalt\w*|settle\w*|pay|paid|forfeit\w*)\b/i,
  },
  {
    asked: /\b(?:convict\w*|sentenced?|prison|jail\w*|guilty|trial|behind bars)\b/i,
    stated:
      /\b(?:convict\w*|sentenc\w*|prison\w*|jail\w*|guilty|incarcerat\w*|serv(?:ed|ing)|imprison\w*|trial|plead\w*|court)\b/i,
  },
  {
    asked: /\b(?:arrest\w*|captur\w*|busted|detain\w*|nabbed|extradit\w*)\b/i,
    stated: /\b(?:arrest\w*|caught|captur\w*|detain\w*|custody|apprehend\w*|extradit\w*|indict\w*|seiz\w*)\b/i,
  },
  {
    asked: /\b(?:indict\w*|charged|charges|prosecut\w*|sued?)\b/i,
    stated: /\b(?:indict\w*|charg\w*|prosecut\w*|sued?|complaint|accus\w*|alleg\w*|plea|pled|plead\w*|convict\w*)\b/i,
  },
  {
    asked: /\b(?:died?|dead|kill(?:ed)?|death|assassinat\w*)\b/i,
    stated: /\b(?:died?|dead|kill\w*|deaths?|assassinat\w*|deceased|murder\w*|late|casualt\w*|lives|fatal\w*)\b/i,
  },
  {
    asked: /\b(?:own(?:s|ed|ers?)?|belongs?|bought|buy|parent company|acquir\w*)\b/i,
    stated:
      /\b(?:own(?:s|ed|ers?|ing|ership)?|belong\w*|bought|buy\w*|purchas\w*|procur\w*|subsidiar\w*|parent|control\w*|acquir\w*|sharehold\w*|stakes?|hold\w*)\b|[’']s (?:company|firm|business)/i,
  },
  {
    asked: /\b(?:found(?:ed|ers?)|created?|establish\w*)\b/i,
    stated:
      /\b(?:found(?:ed|ers?|ing)|creat\w*|establish\w*|set up|start\w*|launch\w*|form(?:ed|ation)?|incorporat\w*|began|begin\w*|open\w*|initiat\w*|since|origin\w*)\b/i,
  },
  {
    asked:
      /\b(?:marri\w*|wife|husband|spouse|brothers?|sisters?|sons?|daughters?|father|mother|cousins?|uncle|in-?law|nephew|siblings?|dad|mom|kids?|child(?:ren)?)\b/i,
    stated:
      /\b(?:marri\w*|wife|wives|husband\w*|spouse\w*|brothers?|sisters?|sons?|daughters?|father\w*|mother\w*|cousins?|uncle\w*|in-?law|nephew\w*|siblings?|family|child\w*|parent\w*)\b/i,
  },
  { asked: /\b(?:rewards?|bount(?:y|ies))\b/i, stated: /\b(?:rewards?|bount(?:y|ies))\b/i },
  {
    asked: /\b(?:born|birth\w*|how old|age|dob)\b/i,
    stated: /\b(?:born|birth\w*|dob|pob|age\w*|years?-old|circa)\b/i,
  },
  {
    asked: /\b(?:studied|study|universit\w*|degree|college|school|educat\w*)\b/i,
    stated:
      /\b(?:stud(?:y|ied|ies|ents?)|universit\w*|degree|colleges?|school\w*|educat\w*|graduat\w*|academ\w*|institut\w*)\b/i,
  },
  {
    asked: /\b(?:salary|earn(?:s|ed)?|net worth)\b/i,
    stated: /\b(?:salar\w*|earn\w*|worth|wages?|paid|value\w*|assets|wealth|income|revenue|profit\w*)\b/i,
  },
];

/** Returns what share of the kinds of events that a question names a text states, 0 to 1; null when it names none. */
export function statedEvents(question: string, text: string): number | null {
  const asked = EVENTS.filter((event) => event.asked.test(question));
  return asked.length === 0 ? null : asked.filter((event) => event.stated.test(text)).length / asked.length;
}
