import { scrubPans } from '@countermark/wire/card/scrub';
import pino, { type Logger } from 'pino';

export type { Logger };

/**
 * The hub's log: structured lines on standard error. Whoever logs names the fields; as the last gate every line is
 * searched for card numbers. Times are ISO 8601, so that no time looks like one.
 */
export function createLogger(level: string): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: scrubPans },
  };
  return pino(options, pino.destination({ dest: 2, sync: true }));
}
