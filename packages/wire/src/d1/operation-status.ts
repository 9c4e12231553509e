import { listedValue } from './data/element.ts';

/** Where an operation stands; the last two are final. */
export const operationStatuses = ['PENDING', 'SUCCESSFUL', 'FAILED'] as const;

export type OperationStatus = (typeof operationStatuses)[number];

export const OperationStatus = listedValue(operationStatuses, 'Where the operation stands.');
