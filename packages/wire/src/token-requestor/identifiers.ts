import Type from 'typebox';
import { identifier, instant } from '../issuer-gateway/data/element.ts';

/** Base path of the token requestor API on the hub. */
export const tokenRequestorBasePath = '/token-requestor/v1';

export const Trid = Type.String({
  pattern: '^[0-9]{11}$',
  description: 'Token requestor id: 11 digits, of which the first three name the TSP.',
  log: 'plain',
});

export const ReportedEventId = identifier(
  "The reporter's own id of the event; the same one again is acknowledged and changes nothing.",
  64,
);

export const OccurredAt = instant(
  'When it happened; older than the last one of the same reporter is acknowledged and changes nothing.',
);

export const EnrolmentId = identifier('The enrolment; also the correlation id the issuer sees.', 64);
