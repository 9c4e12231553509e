import type { NewOperation } from '../../core/recorded-operation.ts';

/** How an operation names what asked for it: a call by the id it came with, a batch file by its name. */
export function askedBy({
  correlationId,
  inputFileName,
}: {
  correlationId: string;
  inputFileName?: string | undefined;
}): Pick<NewOperation, 'issuerRequestId' | 'inputFileName'> {
  return inputFileName === undefined ? { issuerRequestId: correlationId } : { inputFileName };
}
