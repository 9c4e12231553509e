import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import { reportTspEvent, type TspEvent } from '../life-cycle/report-tsp-event.ts';
import { accepted, refusedCall, type TspCallResult } from '../personalisation/take-token-data.ts';

/** A call by which a TSP tells what it did to a token on its own side. */
export interface TspEventCall {
  tsp: string;
  tspTokenId: string;
  issuerId: string;
  correlationId: string;
  operation: string;
  /** What the TSP said: what is told from a repeat by it. */
  content: object;
  /** What it comes to for a token as it stands here; null: nothing that a TSP may do. */
  eventFor: (token: Token) => TspEvent | null;
  eventId?: string;
  occurredAt?: string;
  /** `MMYY`; of a renewal. */
  tokenExpiryDate?: string;
}

/** Applies what a TSP did. The same call again has no second effect; another one in its place is refused. */
export async function receiveTspEvent(hub: Hub, call: TspEventCall): Promise<TspCallResult> {
  const { tsp, tspTokenId, issuerId, correlationId, operation } = call;
  const token = await hub.store.tokens.findAtTsp({ issuerId, tsp, tspTokenId });
  if (!token) return refusedCall(ResponseCode.unknownVirtualCard);
  const key = { tsp, correlationId, operation, tspTokenId };
  const fingerprint = hub.vault.fingerprint('message', JSON.stringify(call.content));
  const known = await hub.store.tspCalls.find(key);
  if (known === fingerprint) return accepted;
  if (known !== null) return refusedCall(ResponseCode.badParameterFormat, 'x-correlation-id');
  const event = call.eventFor(token);
  if (event === null) return refusedCall(ResponseCode.operationNotAllowed);
  const { eventId = correlationId, occurredAt, tokenExpiryDate } = call;
  const result = await reportTspEvent(hub, {
    virtualCardId: token.virtualCardId,
    event,
    eventId,
    ...(occurredAt !== undefined && { occurredAt }),
    ...(tokenExpiryDate !== undefined && { tokenExpiryDate }),
  });
  if (!result.taken) return refusedCall(result.code);
  await hub.store.tspCalls.insert(key, fingerprint, hub.clock.now());
  return accepted;
}
