import Type from 'typebox';
import { identifier, instant } from '../../issuer-gateway/data/element.ts';

/** What tells one event of a TSP from another, and the order they happened in. */
export const tspEventMembers = {
  eventId: Type.Optional(identifier('The event; the correlation id when absent.', 64)),
  occurredAt: Type.Optional(instant('When it happened; now when absent.')),
} as const;
