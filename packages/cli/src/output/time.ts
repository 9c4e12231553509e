/** An instant of the API (`2026-11-22T10:00:00.123Z`) as people read it, in UTC: `2026-11-22 10:00:00.123`. */
export function inTable(instant: string): string {
  return instant.replace('T', ' ').replace('Z', '');
}

/** The day of an instant: `2026-11-22`. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}
