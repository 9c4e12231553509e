import Type from 'typebox';
import { oneOf } from '../issuer-gateway/data/element.ts';
import { OccurredAt, ReportedEventId } from './identifiers.ts';

/** `POST /tokens/{virtualCardId}/events`: what happened to the device or in the wallet. */
export const ReportTokenEvent = Type.Object({
  event: oneOf(
    [
      'DEVICE_LOST',
      'DEVICE_FOUND',
      'DEVICE_WIPED',
      'SUSPENDED_BY_CARDHOLDER',
      'RESUMED_BY_CARDHOLDER',
      'PIN_LOCKED',
      'PIN_UNLOCKED',
      'DELETED_IN_WALLET',
    ],
    'What happened.',
  ),
  eventId: Type.Optional(ReportedEventId),
  occurredAt: Type.Optional(OccurredAt),
});
export type ReportTokenEvent = Type.Static<typeof ReportTokenEvent>;
