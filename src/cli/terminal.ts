/** The process as the commands see it, so that tests can stand in for it. */
export interface Terminal {
  /** Results go here, and nothing else. */
  out(text: string): void;
  /** Progress, notes and errors. */
  err(text: string): void;
  /** All of the standard input, as UTF-8. */
  stdin(): Promise<string>;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly columns: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the user asks to stop. */
  readonly signal: AbortSignal;
}

/** Whether to write colour: to a terminal, unless NO_COLOR says no. */
export function wantsColour(terminal: Terminal): boolean {
  return terminal.outIsTerminal && !terminal.env.NO_COLOR && terminal.env.TERM !== 'dumb';
}

/** Whether signs beyond ASCII can be shown: piped output is UTF-8, terminals say so in their locale. */
export function wantsUnicode(terminal: Terminal): boolean {
  const locale = terminal.env.LC_ALL ?? terminal.env.LC_CTYPE ?? terminal.env.LANG;
  if (locale === undefined || locale === '') return true;
  return /utf-?8/i.test(locale) || !/^(C|POSIX)$|8859|ascii/i.test(locale);
}
