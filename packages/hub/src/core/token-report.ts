/** Who changes tokens by itself and reports it afterwards. */
export type Reporter = 'WALLET' | 'TSP';

/** What a report says of itself; a peer that tells neither is always taken at its word. */
export interface ReportMark {
  /** The reporter's own name of the event. */
  eventId: string | null;
  /** When it happened, by the reporter's clock. */
  occurredAt: Date | null;
}

/** What one reporter was last heard of: the newest time, and the ids of its latest events. */
export interface HeardReports {
  latest: Date | null;
  eventIds: string[];
}

/** By reporter: the times of a wallet say nothing about those of a TSP. */
export type TokenReports = Partial<Record<Reporter, HeardReports>>;

/** More than a peer can have under way for one token; the time alone tells older ones. */
const rememberedIds = 32;

/** How far a reporter's clock may be ahead of the hub's, in milliseconds. */
const clockTolerance = 5 * 60 * 1000;

/** True for an event that was heard before, or is older than what the same reporter said since. */
export function isOvertaken(heard: HeardReports | undefined, { eventId, occurredAt }: ReportMark): boolean {
  if (!heard) return false;
  if (eventId !== null && heard.eventIds.includes(eventId)) return true;
  return occurredAt !== null && heard.latest !== null && occurredAt < heard.latest;
}

/** The reporter's record after an event that was taken. */
export function withReport(
  heard: HeardReports | undefined,
  { eventId, occurredAt }: ReportMark,
): HeardReports {
  const eventIds = heard?.eventIds ?? [];
  return {
    latest: later(heard?.latest ?? null, occurredAt),
    eventIds: eventId === null ? eventIds : [...eventIds, eventId].slice(-rememberedIds),
  };
}

/** An event from the future would silence everything its reporter says until then. */
export function isFromTheFuture({ occurredAt }: ReportMark, now: Date): boolean {
  return occurredAt !== null && occurredAt.getTime() > now.getTime() + clockTolerance;
}

function later(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
