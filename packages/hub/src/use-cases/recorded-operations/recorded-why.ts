import type { NewOperation } from '../../core/recorded-operation.ts';

/** The two members by which a call says why. */
export interface Why {
  reason?: string | undefined;
  reasonCode?: string | undefined;
}

/** Why an operation was asked for, and by which call, as it is recorded: as it was sent. */
export function recordedWhy({ reason, reasonCode }: Why, correlationId: string) {
  return {
    reason: reason ?? null,
    reasonCode: reasonCode ?? null,
    issuerRequestId: correlationId,
  } satisfies Partial<NewOperation>;
}
