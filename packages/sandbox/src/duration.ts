/** Milliseconds of each unit, the shortest first. */
export const durationUnits = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads `90s`, `15m`, `24h` or `30d` as milliseconds. @throws RangeError when it is none of these */
export function parseDuration(text: string): number {
  const parts = /^(?<count>[1-9][0-9]{0,8})(?<unit>[smhd])$/.exec(text)?.groups;
  if (!parts) throw new RangeError(`${text} is no duration: give it like 90s, 15m, 24h or 30d`);
  return Number(parts['count']) * durationUnits[parts['unit'] as keyof typeof durationUnits];
}
