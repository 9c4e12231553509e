import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { OperationToRecord } from '../recorded-operations/record-operation.ts';

/** Does what a call asks for in one transaction; whoever works off what it queued is woken. */
export async function takeCall<Result>(hub: Hub, work: (tx: Aggregates) => Promise<Result>): Promise<Result> {
  const result = await hub.store.transaction(work);
  hub.wake.clickToPay();
  hub.wake.deliveries();
  return result;
}

/** What an operation keeps of the call that asked for it. */
export function askedBy({
  body,
  correlationId,
}: {
  body: { reason?: string | undefined; reasonCode?: string | undefined };
  correlationId: string;
}): Pick<OperationToRecord, 'issuerRequestId' | 'reason' | 'reasonCode'> {
  const { reason = null, reasonCode = null } = body;
  return { issuerRequestId: correlationId, reason, reasonCode };
}
