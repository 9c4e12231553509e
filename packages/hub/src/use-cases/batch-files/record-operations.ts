import type { BatchOperationName } from '@countermark/wire/batch-file/operations';
import type { RecordOperation } from './record-operation.ts';
import { virtualCardRegistration } from './register-virtual-cards.ts';

/** Who carries out the records of a file, by the operation in its header. */
export const recordOperations = {
  VIRTUAL_CARD_REGISTRATION: virtualCardRegistration,
} as const satisfies Record<BatchOperationName, RecordOperation>;
