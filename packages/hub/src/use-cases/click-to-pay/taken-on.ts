import type { OperationResult } from '@countermark/wire/d1/data/operation-result';
import type { RecordedOperation } from '../../core/recorded-operation.ts';

/** The answer of a call that is carried out later: by which id it is followed (Click to Pay API). */
export function takenOn({ operationId, status }: RecordedOperation): OperationResult {
  return { operationId, status };
}
