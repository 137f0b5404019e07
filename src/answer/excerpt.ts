/** A part of a text, offsets into it. */
export interface Excerpt {
  readonly start: number;
  readonly end: number;
}

/** Where a clause ends: after a mark that closes it, before a conjunction or a relative pronoun. */
const CLAUSE_END =
  /[.!?;:,][”"'’)\]]*\s+|\s+[–—]\s*|\s+(?=(?:and|or|but|nor|which|who|whose|where|when|while|because|although|that)\s)/gu;

/**
 * The longest run of whole clauses that holds `keep` and has at most `most` characters; it grows to the left first, so
 * that a cut sentence keeps its subject. Where one clause alone is longer, it is cut between words, and where `keep` is,
 * at its end. A renderer marks what is left out with "…" outside the excerpt, whose characters are the text's own.
 * @param keep what must be in it: the words that answer.
 * @param most at least 1.
 */
export function excerpt(text: string, keep: Excerpt, most: number): Excerpt {
  if (text.length <= most) return { start: 0, end: text.length };
  const ends = [...Array.from(text.matchAll(CLAUSE_END), ({ index, 0: mark }) => index + mark.length), text.length];
  const starts = [0, ...ends.slice(0, -1)];
  let first = Math.max(
    0,
    starts.findLastIndex((start) => start <= keep.start),
  );
  let last = Math.max(
    first,
    ends.findIndex((end) => end >= keep.end),
  );
  const length = (from: number, to: number) => text.slice(starts[from], ends[to]).trimEnd().length;
  if (length(first, last) > most) return betweenWords(text, keep, most);
  for (;;) {
    if (first > 0 && length(first - 1, last) <= most) first--;
    else if (last < ends.length - 1 && length(first, last + 1) <= most) last++;
    else return trimmed(text, starts[first]!, ends[last]!);
  }
}

function betweenWords(text: string, keep: Excerpt, most: number): Excerpt {
  // What comes before the words that answer gives them their sense; a third of the room is theirs.
  const from = Math.max(0, Math.min(keep.start, Math.max(keep.end - most, keep.start - Math.floor(most / 3))));
  const to = Math.min(text.length, from + most);
  const space = text.indexOf(' ', from);
  const start = from === 0 || text[from - 1] === ' ' || space < 0 || space >= keep.start ? from : space + 1;
  const cut = text.lastIndexOf(' ', to);
  const isWhole = to === text.length || text[to] === ' ' || cut <= Math.max(start, keep.start);
  // What must be kept is kept whole where it fits.
  const end = isWhole || (to >= keep.end && cut < keep.end) ? to : cut;
  return trimmed(text, wholeCharacter(text, start), wholeCharacter(text, end));
}

/** Never within a surrogate pair. */
function wholeCharacter(text: string, offset: number): number {
  return /[\uDC00-\uDFFF]/.test(text[offset] ?? '') && /[\uD800-\uDBFF]/.test(text[offset - 1] ?? '')
    ? offset - 1
    : offset;
}

function trimmed(text: string, start: number, end: number): Excerpt {
  const part = text.slice(start, end);
  return { start: start + part.length - part.trimStart().length, end: start + part.trimEnd().length };
}
