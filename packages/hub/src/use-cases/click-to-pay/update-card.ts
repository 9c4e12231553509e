import type { updateCard as onWire } from '@countermark/wire/d1/click-to-pay-v1/update-card';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import { findCard } from './find-card.ts';
import { queueRequest } from './queue-request.ts';
import { askedBy, takeCall } from './take-call.ts';

/** Changes what the directory shows of a card (Click to Pay API, update card). */
export function updateCard(hub: Hub, call: D1Call<typeof onWire>): Promise<D1Result<typeof onWire>> {
  return takeCall(hub, tx => update(hub, tx, call));
}

async function update(
  hub: Hub,
  tx: Aggregates,
  call: D1Call<typeof onWire>,
): Promise<D1Result<typeof onWire>> {
  const { issuer, parameters, body } = call;
  const { issuerId } = issuer;
  const found = await findCard(tx, { issuerId, cardId: parameters.cardId });
  if (!found.ok) return found;
  const { cardId, issuerCardRefId } = found.card;
  const enrolment = await tx.clickToPay.enrolment(cardId);
  if (!enrolment || enrolment.state === 'LEAVING') return refused('CLICK_TO_PAY_PROFILE_NOT_FOUND');
  const { consumerKey, directory } = enrolment;
  const { operationId, status } = await recordOperation(hub, tx, {
    issuerId,
    target: { kind: 'CARD', key: cardId, id: issuerCardRefId },
    operation: 'CLICK_TO_PAY_UPDATE',
    ...askedBy(call),
  });
  const { cardholderName = null, billingAddress = null } = body;
  const data = { consumerInfo: null, cardholderName, billingAddress };
  const request = { consumerKey, directory, issuerId, cardId, operationId, data };
  await queueRequest(hub, tx, { ...request, kind: 'UPDATE_CARDS' });
  return answered({ operationId, status });
}
