/** An instant in UTC to the second: `2026-11-24 22:35:56 UTC`. */
export function instantInWords(instant: string): string {
  return `${instant.slice(0, 19).replace('T', ' ')} UTC`;
}

/** `840 ms`, `12.5 s`, `3 min 5 s`: as exact as it is of use. */
export function durationInWords(milliseconds: number): string {
  if (milliseconds < 1_000) return `${milliseconds} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
