import { listedValue } from './element.ts';

/** States of a card; `EXPIRED` is an active card past its expiry date. */
export const cardStates = ['ACTIVE', 'INACTIVE', 'DELETED', 'REPLACED', 'EXPIRED'] as const;
export type CardState = (typeof cardStates)[number];
export const CardState = listedValue(cardStates, 'State of the card.');

/** States in which a card may begin; ACTIVE when none is named. */
export const initialCardStates = ['ACTIVE', 'INACTIVE'] as const;
export type InitialCardState = (typeof initialCardStates)[number];
export const InitialCardState = listedValue(
  initialCardStates,
  'State in which the card begins; ACTIVE if absent.',
);
