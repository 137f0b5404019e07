import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/answer/excerpt.ts';

const shown = (text: string, word: string, most: number) => {
  const start = text.indexOf(word);
  const cut = excerpt(text, { start, end: start + word.length }, most);
  return text.slice(cut.start, cut.end);
};

describe('an excerpt of a long quotation', () => {
  const text =
    'The Office listed Ostrava Tidewater Lines, a shipping company of the port of Kelm, because it carried timber for two years, and fined its director, who had signed the bills, 40,000 marks; the fine was paid in June.';

  it('is cut at clause boundaries and keeps the words that answer', () => {
    expect(shown(text, 'carried timber', 130)).toBe(
      'The Office listed Ostrava Tidewater Lines, a shipping company of the port of Kelm, because it carried timber for two years,',
    );
    expect(shown(text, '40,000 marks', 60)).toBe('who had signed the bills, 40,000 marks;');
    expect(shown(text, '40,000 marks', text.length)).toBe(text);
  });

  it('is cut between words where no clause is short enough', () => {
    const run = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu';
    expect(shown(run, 'zeta', 24)).toMatch(/^(?:\w+ )*zeta(?: \w+)*$/);
  });

  it('keeps what must be kept whole, though a mark follows it', () => {
    expect(
      shown('aaaa bbbb cccc dddd eeee ffff gggg hhhh (iiii jjjj kkkk) llll mmmm', '(iiii jjjj kkkk', 24),
    ).toContain('kkkk');
  });

  it('always holds its limit, is a span of the text and touches what must be kept', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[\wé😀“”.,;—-]{1,12}$/u), { minLength: 1, maxLength: 60 }),
        fc.nat(59),
        fc.integer({ min: 20, max: 300 }),
        (words, at, most) => {
          const whole = words.join(' ');
          const word = words[Math.min(at, words.length - 1)]!;
          const start = words.slice(0, Math.min(at, words.length - 1)).reduce((sum, each) => sum + each.length + 1, 0);
          const cut = excerpt(whole, { start, end: start + word.length }, most);
          expect(cut.end - cut.start).toBeLessThanOrEqual(most);
          expect(cut.end).toBeGreaterThan(cut.start);
          expect(cut.start).toBeLessThanOrEqual(start);
          expect(cut.end).toBeGreaterThanOrEqual(start + word.length);
          expect(whole.slice(cut.start, cut.end)).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
        },
      ),
    );
  });
});
