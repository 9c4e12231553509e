import type {
  CardOperationRecord,
  ConsumerOperationRecord,
  DigitalCardOperationRecord,
} from '@countermark/wire/d1/data/operation-record';
import { wireDate } from '@countermark/wire/d1/dates';
import type { RecordedOperation } from '../../core/recorded-operation.ts';

/** What getters and notifications tell of an operation on a card. */
export function cardOperationRecord(operation: RecordedOperation): CardOperationRecord {
  const { digitalCardIds, target } = operation;
  return {
    ...beginningOf<CardOperationRecord>(operation),
    ...courseOf(operation),
    cardId: target.id,
    ...(digitalCardIds.length > 0 && { digitalCardIds: [...digitalCardIds] }),
  };
}

/** The same of one on a consumer. */
export function consumerOperationRecord(operation: RecordedOperation): ConsumerOperationRecord {
  return {
    ...beginningOf<ConsumerOperationRecord>(operation),
    ...courseOf(operation),
    consumerId: operation.target.id,
  };
}

/** The same of one on a digital card. */
export function digitalCardOperationRecord(operation: RecordedOperation): DigitalCardOperationRecord {
  return {
    ...beginningOf<DigitalCardOperationRecord>(operation),
    ...courseOf(operation),
    digitalCardId: operation.target.id,
  };
}

/** Each kind of target has names of its own: whoever records an operation takes them from the wire. */
function beginningOf<Told extends { operation: string }>({ operationId, operation }: RecordedOperation) {
  return { operationId, operation: operation as Told['operation'] };
}

function courseOf(operation: RecordedOperation) {
  const { endTime, reason, reasonCode, errorCode, error, inputFileName, issuerRequestId } = operation;
  const hasFailed = operation.status === 'FAILED';
  return {
    status: operation.status,
    startTime: wireDate(operation.startTime),
    ...(endTime !== null && { endTime: wireDate(endTime) }),
    ...(reason !== null && { reason }),
    ...(reasonCode !== null && { reasonCode }),
    ...(hasFailed && errorCode !== null && { errorCode }),
    ...(hasFailed && error !== null && { error }),
    ...(inputFileName !== null && { inputFileName }),
    ...(issuerRequestId !== null && { issuerRequestId }),
  };
}
