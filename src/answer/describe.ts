import type { Answer, Citation } from './answer.ts';
import type { HeldName, RefusalReason } from './refusal.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A date for people: "30 Nov 2020", "30 Nov 2020 (date of the event)", or "no date". */
export function describeDate({ published, dateKind }: Pick<Citation, 'published' | 'dateKind'>): string {
  if (published === null) return 'no date';
  const [year, month, day] = published.split('-');
  const text = `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
  return dateKind === 'event' ? `${text} (date of the event)` : text;
}

/** Paragraph numbers for people: "¶ 3" or "¶¶ 3–5". */
export function describeParagraphs([first, last]: readonly [number, number]): string {
  return first === last ? `¶ ${first}` : `¶¶ ${first}–${last}`;
}

/** Confidence in words, for a number from 0 to 1. */
export function describeConfidence(confidence: number): string {
  if (confidence >= 0.85) return 'high';
  return confidence >= 0.65 ? 'medium' : 'low';
}

/**
 * The address a citation can be opened at: an absolute http(s) URL, a relative one resolved against `baseUrl`, or null.
 * Nothing else that a source's front matter may hold (javascript:, file:) is ever a link.
 */
export function citationUrl(url: string | null, baseUrl: string | null): string | null {
  if (url === null) return null;
  try {
    const parsed = baseUrl === null ? new URL(url) : new URL(url, baseUrl);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch {
    return null;
  }
}

/**
 * Removes control and format characters (escape sequences, zero-width and bidirectional marks; Unicode Cc and Cf), so
 * that no question or source can colour, hide or reverse text. Line feeds stay.
 */
export function visible(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, '');
}

/** Why the sources hold no answer, as a sentence; names are the question's own words. */
export function describeReason(
  reason: RefusalReason | undefined,
  quote: (name: string) => string = (name) => `“${name}”`,
): string {
  const list = (names: readonly string[]) => names.map(quote).join(', ');
  switch (reason?.kind) {
    case 'name':
      return `The sources do not mention ${list(reason.names)}.`;
    case 'not-stated':
      return [
        ...reason.held.map((held) => describeHeld(held, quote)),
        ...(reason.held.length < reason.names.length
          ? [
              `The sources have the words of ${list(reason.names.filter((name) => reason.held.every((held) => held.name !== name)))}, but not as one name.`,
            ]
          : []),
        ...(reason.missing.length > 0
          ? [`They do not have the word${reason.missing.length > 1 ? 's' : ''} ${list(reason.missing)}.`]
          : []),
        'No sentence was found that states what you ask.',
      ].join(' ');
    case 'empty':
      return 'There is nothing to look for in this question. Ask about a name or a topic.';
    default:
      return 'The sources do not hold this topic.';
  }
}

function describeHeld({ name, sources, isAtLeast, latest }: HeldName, quote: (name: string) => string): string {
  const date = latest.published === null ? '' : `, ${describeDate(latest)}`;
  const where = sources === 1 ? ':' : 's, the newest of them';
  return `${quote(name)} is in ${isAtLeast ? 'at least ' : ''}${sources} source${where} “${latest.title}”${date}.`;
}

/** "Showing results for …", or null when nothing was put right. */
export function describeCorrections(corrections: Answer['corrections']): string | null {
  return corrections?.length
    ? `Showing results for ${corrections.map(({ from, to }) => `“${to}” (you wrote “${from}”)`).join(', ')}.`
    : null;
}
