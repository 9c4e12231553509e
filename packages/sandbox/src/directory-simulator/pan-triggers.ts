/** What a directory does of itself with a card, told by the last four digits of its number (D1 API, sandbox behaviour). */
export const panTriggers = {
  '0002': 'REFUSES_CARD',
  '0010': 'REFUSES_CONSUMER',
  '0028': 'TIMES_OUT_ONCE',
  '0044': 'STAYS_PENDING',
} as const;

export type PanTrigger = (typeof panTriggers)[keyof typeof panTriggers];

export function panTriggerOf(pan: string): PanTrigger | undefined {
  return (panTriggers as Readonly<Record<string, PanTrigger>>)[pan.slice(-4)];
}
