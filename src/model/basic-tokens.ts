/** A word or mark of a text with its offsets: `text.slice(start, end)`. */
export interface BasicToken {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Splits a text as BERT's basic tokenizer does (Devlin et al. 2019, `BasicTokenizer`): at white space, with every
 * punctuation mark, symbol of ASCII and CJK character on its own. WordPiece never joins two of these, so that each can be
 * tokenized alone and every token has offsets, which @xenova/transformers 2 does not give.
 */
export function basicTokens(text: string): BasicToken[] {
  return Array.from(
    text.matchAll(/[\p{P}$+<=>^`|~]|[\p{Script=Han}]|[^\s\p{P}$+<=>^`|~\p{Script=Han}]+/gu),
    (match) => ({
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
    }),
  );
}
