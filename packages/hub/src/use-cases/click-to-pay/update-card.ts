import type { updateCard as onWire } from '@countermark/wire/d1/click-to-pay-v1/update-card';
import type { OperationResult } from '@countermark/wire/d1/data/operation-result';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { D1Call, D1Result } from '../d1-call.ts';
import { D1Refusal, d1Change } from '../d1-change.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import { recordedWhy } from '../recorded-operations/recorded-why.ts';
import { enrolmentInUse } from './enrolment-in-use.ts';
import { lockHeldCard } from './held-card.ts';
import { queueRequest } from './queue-request.ts';
import { takenOn } from './taken-on.ts';

/** Changes what the directory shows of a card (Click to Pay API, update card). */
export function updateCard(hub: Hub, call: D1Call<typeof onWire>): Promise<D1Result<typeof onWire>> {
  return d1Change(hub, tx => update(hub, tx, call));
}

async function update(
  hub: Hub,
  tx: Aggregates,
  { parameters, body, correlationId }: D1Call<typeof onWire>,
): Promise<OperationResult> {
  const card = await lockHeldCard(tx, parameters);
  const { issuerId, cardId, issuerCardRefId } = card;
  const enrolment = await enrolmentInUse(tx, cardId);
  if (!enrolment) throw new D1Refusal('CLICK_TO_PAY_PROFILE_NOT_FOUND');
  const { consumerKey, directory } = enrolment;
  const operation = await recordOperation(hub, tx, {
    issuerId,
    target: { kind: 'CARD', key: cardId, id: issuerCardRefId },
    operation: 'CLICK_TO_PAY_UPDATE',
    ...recordedWhy(body, correlationId),
  });
  const { cardholderName = null, billingAddress = null } = body;
  const data = { consumerInfo: null, cardholderName, billingAddress };
  const { operationId } = operation;
  const request = { consumerKey, directory, issuerId, cardId, operationId, data };
  await queueRequest(hub, tx, { ...request, kind: 'UPDATE_CARDS' });
  return takenOn(operation);
}
