/** A change of a card, consumer or digital card that its issuer can follow by id (D1 API, operations). */
export interface RecordedOperation {
  /** 1..64 of `[A-Za-z0-9_-]`; the issuer tells doubles by it and the status. */
  operationId: string;
  issuerId: string;
  target: OperationTarget;
  /** `operation` on the wire: REGISTER, SUSPEND, DIGITIZE, ... */
  operation: string;
  status: OperationStatus;
  startTime: Date;
  /** Null while it is PENDING. */
  endTime: Date | null;
  /** As the issuer gave them. */
  reason: string | null;
  reasonCode: string | null;
  /** Of one that FAILED, or will when its other parts are done: for machines, and for people. */
  errorCode: string | null;
  error: string | null;
  /** Of DIGITIZE and RENEW. */
  digitalCardIds: readonly string[];
  /** The batch file that asked for it. */
  inputFileName: string | null;
  /** `x-correlation-id` of the call that asked for it. */
  issuerRequestId: string | null;
}

export type OperationStatus = 'PENDING' | 'SUCCESSFUL' | 'FAILED';

/** What an operation is about: the hub's own key of it, and the id the issuer knows. */
export interface OperationTarget {
  kind: 'CARD' | 'CONSUMER' | 'DIGITAL_CARD';
  key: string;
  id: string;
}

/** How an operation ended. */
export type OperationEnd = { status: 'SUCCESSFUL' } | { status: 'FAILED'; errorCode: string; error?: string };

/** What a new operation is told of; the rest is nothing yet. */
export type NewOperation = Pick<RecordedOperation, 'operationId' | 'issuerId' | 'target' | 'operation'> &
  Partial<
    Pick<RecordedOperation, 'reason' | 'reasonCode' | 'digitalCardIds' | 'inputFileName' | 'issuerRequestId'>
  >;

export function beginOperation(operation: NewOperation, now: Date): RecordedOperation {
  return {
    status: 'PENDING',
    startTime: now,
    endTime: null,
    reason: null,
    reasonCode: null,
    errorCode: null,
    error: null,
    digitalCardIds: [],
    inputFileName: null,
    issuerRequestId: null,
    ...operation,
  };
}

/** What is known already to have gone wrong of an operation whose other parts are under way. The first fault counts. */
export function withFault(
  operation: RecordedOperation,
  { errorCode, error }: { errorCode: string; error: string },
): RecordedOperation {
  return operation.errorCode === null ? { ...operation, errorCode, error } : operation;
}

/** How an operation ends all of whose parts are done. */
export function endOfParts({ errorCode, error }: RecordedOperation): OperationEnd {
  if (errorCode === null) return { status: 'SUCCESSFUL' };
  return { status: 'FAILED', errorCode, ...(error !== null && { error }) };
}

export function endOperation(operation: RecordedOperation, end: OperationEnd, now: Date): RecordedOperation {
  const failure = end.status === 'FAILED' ? { errorCode: end.errorCode, error: end.error ?? null } : {};
  return { ...operation, ...failure, status: end.status, endTime: now };
}
