import Type from 'typebox';
import { BatchHeader, BatchOutputHeader } from './header.ts';
import { RecordRow } from './record-elements.ts';
import { VirtualCardRegistrationResult } from './virtual-card-registration.ts';

/** What a batch file may ask for: `operation` of its header, the form that has, and the member that holds each result. */
export const batchOperations = {
  VIRTUAL_CARD_REGISTRATION: { header: BatchHeader, result: 'virtualCardRegistrationResult' },
} as const;

export type BatchOperationName = keyof typeof batchOperations;

export function isBatchOperation(name: string): name is BatchOperationName {
  return Object.hasOwn(batchOperations, name);
}

/** The file that answers a batch file. */
export const VirtualCardRegistrationOutput = Type.Object({
  header: BatchOutputHeader,
  recordsResults: Type.Optional(
    Type.Array(
      Type.Object({
        ...RecordRow.properties,
        virtualCardRegistrationResult: VirtualCardRegistrationResult,
      }),
    ),
  ),
});
export type VirtualCardRegistrationOutput = Type.Static<typeof VirtualCardRegistrationOutput>;
