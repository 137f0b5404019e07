declare module 'sentencex' {
  /** Splits a text into sentences; the pieces join to the text again. */
  export function segment(language: string, text: string): string[];
}
