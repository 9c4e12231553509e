import Type from 'typebox';
import { OperationId } from '../identifiers.ts';
import { OperationStatus } from '../operation-status.ts';

/** What a call that makes an operation answers. `PENDING`: the outcome comes by notification and getter. */
export const OperationResult = Type.Object({ operationId: OperationId, status: OperationStatus });

export type OperationResult = Type.Static<typeof OperationResult>;
