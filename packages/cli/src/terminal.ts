/** What a command sees of its surroundings and says to the person who called it. */
export interface Terminal {
  /** What was asked for: one or more lines. */
  out(text: string): void;
  /** What went wrong: one or more lines. */
  err(text: string): void;
  /** Whether `out` may be coloured. */
  colour: boolean;
  env: Readonly<Record<string, string | undefined>>;
  /** Relative paths begin here. */
  folder: string;
}

/** The terminal this process runs in; colour only where a person looks on and NO_COLOR is not set. */
export function processTerminal(): Terminal {
  return {
    out: text => process.stdout.write(`${text}\n`),
    err: text => process.stderr.write(`${text}\n`),
    colour: process.stdout.isTTY && !process.env['NO_COLOR'],
    env: process.env,
    folder: process.cwd(),
  };
}
