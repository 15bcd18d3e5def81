/** The bytes that end a line. */
export const NEWLINE = 10;
export const RETURN = 13;
