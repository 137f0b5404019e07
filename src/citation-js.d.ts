/** The part of citation-js that is used; the package has no types. */
declare module '@citation-js/core' {
  interface FormatOptions {
    readonly format?: 'text' | 'html';
    readonly template?: string;
    readonly lang?: string;
    readonly asEntryArray?: boolean;
  }
  export const plugins: { config: { get(plugin: '@bibtex'): { format: { useIdAsLabel: boolean } } } };
  export class Cite {
    constructor(data: readonly object[]);
    format(format: 'bibliography', options: FormatOptions & { asEntryArray: true }): [string, string][];
    format(format: 'bibtex'): string;
  }
}
declare module '@citation-js/plugin-csl';
declare module '@citation-js/plugin-bibtex';
