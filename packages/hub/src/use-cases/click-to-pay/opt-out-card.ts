import type { optOutCard as onWire } from '@countermark/wire/d1/click-to-pay-v1/opt-out-card';
import type { Card } from '../../core/card.ts';
import type { ClickToPayEnrolment } from '../../core/click-to-pay.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { answered, type D1Call, type D1Result, refused } from '../d1-call.ts';
import { type OperationToRecord, recordOperation } from '../recorded-operations/record-operation.ts';
import { findCard } from './find-card.ts';
import { changeEnrolment, queueRequest } from './queue-request.ts';
import { askedBy, takeCall } from './take-call.ts';

/** Takes a card out of its directory, which has the token deleted (Click to Pay API, opt-out). */
export function optOutCard(hub: Hub, call: D1Call<typeof onWire>): Promise<D1Result<typeof onWire>> {
  return takeCall(hub, tx => optOut(hub, tx, call));
}

async function optOut(
  hub: Hub,
  tx: Aggregates,
  call: D1Call<typeof onWire>,
): Promise<D1Result<typeof onWire>> {
  const { issuer, parameters } = call;
  const { issuerId } = issuer;
  const found = await findCard(tx, { issuerId, cardId: parameters.cardId });
  if (!found.ok) return found;
  const enrolment = await tx.clickToPay.enrolment(found.card.cardId);
  if (!enrolment || enrolment.state === 'LEAVING') return refused('CLICK_TO_PAY_PROFILE_NOT_FOUND');
  const { operationId, status } = await queueCardRemoval(hub, tx, {
    card: found.card,
    enrolment,
    operation: askedBy(call),
  });
  return answered({ operationId, status });
}

export async function queueCardRemoval(
  hub: Pick<Hub, 'ids' | 'clock' | 'vault'>,
  tx: Aggregates,
  asked: {
    card: Card;
    enrolment: ClickToPayEnrolment;
    operation: Pick<OperationToRecord, 'issuerRequestId' | 'reason' | 'reasonCode'>;
  },
) {
  const { card, enrolment } = asked;
  const { issuerId, cardId } = card;
  const operation = await recordOperation(hub, tx, {
    ...asked.operation,
    issuerId,
    target: { kind: 'CARD', key: cardId, id: card.issuerCardRefId },
    operation: 'CLICK_TO_PAY_OPT_OUT',
  });
  const { consumerKey, directory } = enrolment;
  const { operationId } = operation;
  await queueRequest(hub, tx, { consumerKey, directory, issuerId, kind: 'REMOVE_CARD', cardId, operationId });
  await changeEnrolment(hub, tx, enrolment, 'LEAVE');
  return operation;
}
