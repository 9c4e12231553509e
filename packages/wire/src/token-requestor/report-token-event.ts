import Type from 'typebox';
import { instant, oneOf } from '../issuer-gateway/data/element.ts';

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
  date: Type.Optional(instant('When it happened; now when absent.')),
});
export type ReportTokenEvent = Type.Static<typeof ReportTokenEvent>;
