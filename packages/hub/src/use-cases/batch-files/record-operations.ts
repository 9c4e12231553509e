import type { BatchOperationName } from '@countermark/wire/batch-file/operations';
import type { RecordOperation } from './record-operation.ts';
import {
  consumerCardRegistration,
  consumerCardRegistrationWithDigitalCards,
} from './register-consumers-and-cards.ts';
import { virtualCardRegistration } from './register-virtual-cards.ts';

/** Who carries out the records of a file, by the operation in its header. */
export const recordOperations = {
  VIRTUAL_CARD_REGISTRATION: virtualCardRegistration,
  CONSUMER_CARD_REGISTRATION: consumerCardRegistration,
  CONSUMER_CARD_REGISTRATION_WITH_DIGITAL_CARDS: consumerCardRegistrationWithDigitalCards,
} as const satisfies Record<BatchOperationName, RecordOperation>;
