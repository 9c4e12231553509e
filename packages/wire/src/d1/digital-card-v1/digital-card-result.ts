import Type from 'typebox';
import { OperationId } from '../identifiers.ts';
import { OperationStatus } from '../operation-status.ts';

/**
 * What a change of a digital card answers: what the token service provider did, not yet what the device makes of it.
 * `PENDING` when the provider has not answered in time.
 */
export const DigitalCardResult = Type.Object({
  operationId: Type.Optional(OperationId),
  status: OperationStatus,
});

export type DigitalCardResult = Type.Static<typeof DigitalCardResult>;
