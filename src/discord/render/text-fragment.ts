/** Words of a quotation that a text fragment names at its beginning and end: enough to be found once on a page. */
const WORDS = 6;

/**
 * An address that opens a web page at quoted words (WICG, "URL Fragment Text Directives": `#:~:text=START,END`). An address
 * that has a fragment already, or is no page, stays as it is.
 */
export function withTextFragment(url: string, quote: string): string {
  if (url.includes('#') || /\.(?:pdf|docx?|xlsx?|zip|csv|json|xml)(?:$|\?)/i.test(url)) return url;
  const list = quote.split(/\s+/).filter((word) => word !== '');
  if (list.length === 0) return url;
  const directive =
    list.length <= 2 * WORDS ? encode(list) : `${encode(list.slice(0, WORDS))},${encode(list.slice(-WORDS))}`;
  return `${url}#:~:text=${directive}`;
}

/** Percent-encodes words; "-", "," and "&" mean something in a directive. */
function encode(words: readonly string[]): string {
  return encodeURIComponent(words.join(' ')).replace(
    /[-!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
