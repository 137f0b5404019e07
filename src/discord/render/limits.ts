/** Discord's limits, in UTF-16 code units unless said otherwise (Discord developer documentation, "Embed Limits" and "Components"). */
export const EMBED_TITLE = 256;
export const EMBED_DESCRIPTION = 4096;
export const EMBED_FIELD_NAME = 256;
export const EMBED_FIELD_VALUE = 1024;
export const EMBED_FOOTER = 2048;
/** All text of all embeds of a message. */
export const EMBED_TOTAL = 6000;
export const MESSAGE_CONTENT = 2000;
export const SELECT_OPTION_TEXT = 100;
export const BUTTON_LABEL = 80;
/** Options of one select menu. */
export const SELECT_OPTIONS = 25;
export const CUSTOM_ID = 100;
/** Longest question taken; `/ask` lets no longer one be typed. */
export const QUESTION = 4000;
