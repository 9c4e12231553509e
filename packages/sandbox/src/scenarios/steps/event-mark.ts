import type { ScenarioPlay } from '../scenario-play.ts';

/** How a report of a wallet or a TSP may name and date its event. */
export interface Marked {
  eventId?: string;
  /** How many seconds ago it happened. */
  secondsAgo?: number;
}

/** As the report carries it: ids are this scenario's own, the time is the hub's. */
export async function markOf(
  play: ScenarioPlay,
  { eventId, secondsAgo }: Marked,
): Promise<{ eventId?: string; occurredAt?: string }> {
  const occurredAt = async (seconds: number) => {
    const { now } = await play.client.clock();
    return new Date(Date.parse(now) - seconds * 1000).toISOString();
  };
  return {
    ...(eventId !== undefined && { eventId }),
    ...(secondsAgo !== undefined && { occurredAt: await occurredAt(secondsAgo) }),
  };
}

export function markInWords({ eventId, secondsAgo }: Marked): string {
  return [eventId && `as \`${eventId}\``, secondsAgo !== undefined && `${secondsAgo} s ago`]
    .filter(Boolean)
    .map(part => ` ${part}`)
    .join(',');
}
