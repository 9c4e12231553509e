import type { NewOperation } from '../../core/recorded-operation.ts';

export type AskedBy = Pick<NewOperation, 'issuerRequestId' | 'inputFileName'>;

/** How an operation names what asked for it: a call by the id it came with, a batch file by its name. */
export function askedBy({
  correlationId,
  inputFileName,
}: {
  correlationId: string;
  inputFileName?: string | undefined;
}): AskedBy {
  return inputFileName === undefined ? { issuerRequestId: correlationId } : { inputFileName };
}
