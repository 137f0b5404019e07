/**
 * Words that carry no topic: English function words after the Snowball project's list (BSD licence), without words that
 * tell one sanctions text from another ("against", "under"), and with the interrogatives that questions bring.
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about am an and any are as at be because been before being both but by can cannot could did do does doing don
  down during each few for from further had has have having he her here hers herself him himself his how i if in into
  is it its itself just me more most my myself no nor not of off on once only or other our ours ourselves out over
  own same she should so some such than that the their theirs them themselves then there these they this those through
  to too until up very was we were what whats when where which while who whom whos whose why will with would you your yours
  yourself yourselves arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt wasnt werent wont wouldnt tell please give show know explain hey hi`.split(
    /\s+/,
  ),
);
