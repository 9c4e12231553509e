/** One step of an operation in D1: nothing of it is secret. */
export interface OperationStep {
  of: 'consumer' | 'card' | 'digital card';
  id: string;
  operation: string;
  status: string;
  errorCode?: string;
}

/** Writes down how far an operation is: here your records learn of it. */
export function note({ of, id, operation, status, errorCode }: OperationStep): void {
  console.log(`${of} ${id}: ${operation} ${status}${errorCode === undefined ? '' : `, error ${errorCode}`}`);
}
