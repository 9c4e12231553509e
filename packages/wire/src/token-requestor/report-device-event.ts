import Type from 'typebox';
import { oneOf } from '../issuer-gateway/data/element.ts';
import { TokenStorageId } from '../issuer-gateway/data/identifiers.ts';
import { OccurredAt, ReportedEventId } from './identifiers.ts';
import { TokenOfRequestor } from './token.ts';

/** `POST /device-events`: what happened to a device, and so to every token on it. */
export const ReportDeviceEvent = Type.Object({
  tokenStorageId: TokenStorageId,
  event: oneOf(['DEVICE_LOST', 'DEVICE_FOUND', 'DEVICE_WIPED'], 'What happened.'),
  eventId: Type.Optional(ReportedEventId),
  occurredAt: Type.Optional(OccurredAt),
});
export type ReportDeviceEvent = Type.Static<typeof ReportDeviceEvent>;

/** The requestor's tokens on the device, as they are then. */
export const DeviceEventResult = Type.Object({ tokens: Type.Array(TokenOfRequestor) });
