import Type from 'typebox';
import {
  ConsumerAndCardRegistrationResult,
  ConsumerCardRegistrationHeader,
} from './consumer-card-registration.ts';
import { BatchHeader, BatchOutputHeader } from './header.ts';
import { RecordRow } from './record-elements.ts';
import { VirtualCardRegistrationResult } from './virtual-card-registration.ts';

const consumerCardRegistration = {
  header: ConsumerCardRegistrationHeader,
  result: 'consumerAndCardRegistrationResult',
} as const;

/** What a batch file may ask for: `operation` of its header, the form that has, and the member that holds each result. */
export const batchOperations = {
  VIRTUAL_CARD_REGISTRATION: { header: BatchHeader, result: 'virtualCardRegistrationResult' },
  CONSUMER_CARD_REGISTRATION: consumerCardRegistration,
  CONSUMER_CARD_REGISTRATION_WITH_DIGITAL_CARDS: consumerCardRegistration,
} as const;

export type BatchOperationName = keyof typeof batchOperations;

export function isBatchOperation(name: string): name is BatchOperationName {
  return Object.hasOwn(batchOperations, name);
}

/** The file that answers a batch file. */
function outputOf<Results extends Type.TProperties>(results: Results) {
  return Type.Object({
    header: BatchOutputHeader,
    recordsResults: Type.Optional(Type.Array(Type.Object({ ...RecordRow.properties, ...results }))),
  });
}

export const VirtualCardRegistrationOutput = outputOf({
  virtualCardRegistrationResult: VirtualCardRegistrationResult,
});
export type VirtualCardRegistrationOutput = Type.Static<typeof VirtualCardRegistrationOutput>;

export const ConsumerCardRegistrationOutput = outputOf({
  consumerAndCardRegistrationResult: ConsumerAndCardRegistrationResult,
});
export type ConsumerCardRegistrationOutput = Type.Static<typeof ConsumerCardRegistrationOutput>;

export const BatchOutput = Type.Union([VirtualCardRegistrationOutput, ConsumerCardRegistrationOutput]);
export type BatchOutput = Type.Static<typeof BatchOutput>;
