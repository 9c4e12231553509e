import { InvalidArgumentError } from 'commander';

const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A point in time of the command line, as the operator API takes it; a day alone begins at midnight UTC. */
export function readPointInTime(text: string): string {
  const time = Date.parse(text);
  if (iso.test(text) && !Number.isNaN(time)) return new Date(time).toISOString();
  throw new InvalidArgumentError(
    'Expected: a time with its zone, 2026-11-22T09:00:00Z, or a day, 2026-11-22.',
  );
}
