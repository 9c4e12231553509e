import type { Terminal } from '../terminal.ts';

/** `--json`, which every command takes. */
export interface OutputOptions {
  json?: true;
}

/** Prints an answer: for programs as JSON, as the hub gave it; for people in the words of the command. */
export function print<Answer>(
  terminal: Terminal,
  answer: Answer,
  { json, inWords }: OutputOptions & { inWords: (answer: Answer) => string },
): void {
  terminal.out(json ? JSON.stringify(answer, null, 2) : inWords(answer));
}
