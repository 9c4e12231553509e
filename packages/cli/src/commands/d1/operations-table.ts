import { stateColour } from '../../output/colour.ts';
import { renderTable } from '../../output/table.ts';
import { inTable } from '../../output/time.ts';
import type { Terminal } from '../../terminal.ts';

/** What the records of operations on cards and on consumers have in common. */
interface OperationRow {
  operationId: string;
  operation: string;
  status: string;
  startTime: string;
  reasonCode?: string;
  errorCode?: string;
}

/** The operations on a card or consumer, as the hub gave them. */
export function renderOperations(operations: readonly OperationRow[], { colour }: Terminal): string {
  if (operations.length === 0) return 'There was no operation.';
  return renderTable(operations, {
    colour,
    columns: [
      { title: 'OPERATION', value: ({ operation }) => operation },
      { title: 'STATUS', value: ({ status }) => status, colour: ({ status }) => stateColour(status) },
      { title: 'REASON', value: ({ reasonCode }) => reasonCode },
      { title: 'ERROR', value: ({ errorCode }) => errorCode },
      { title: 'BEGUN', value: ({ startTime }) => inTable(startTime) },
      { title: 'ID', value: ({ operationId }) => operationId },
    ],
  });
}
