import type { optOutCard as onWire } from '@countermark/wire/d1/click-to-pay-v1/opt-out-card';
import type { OperationResult } from '@countermark/wire/d1/data/operation-result';
import type { Card } from '../../core/card.ts';
import type { ClickToPayEnrolment } from '../../core/click-to-pay.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { D1Call, D1Result } from '../d1-call.ts';
import { D1Refusal, d1Change } from '../d1-change.ts';
import { type OperationToRecord, recordOperation } from '../recorded-operations/record-operation.ts';
import { recordedWhy } from '../recorded-operations/recorded-why.ts';
import { enrolmentInUse } from './enrolment-in-use.ts';
import { lockHeldCard } from './held-card.ts';
import { changeEnrolment, queueRequest } from './queue-request.ts';
import { takenOn } from './taken-on.ts';

/** Takes a card out of its directory, which has the token deleted (Click to Pay API, opt-out). */
export function optOutCard(hub: Hub, call: D1Call<typeof onWire>): Promise<D1Result<typeof onWire>> {
  return d1Change(hub, tx => optOut(hub, tx, call));
}

async function optOut(
  hub: Hub,
  tx: Aggregates,
  { parameters, body, correlationId }: D1Call<typeof onWire>,
): Promise<OperationResult> {
  const card = await lockHeldCard(tx, parameters);
  const enrolment = await enrolmentInUse(tx, card.cardId);
  if (!enrolment) throw new D1Refusal('CLICK_TO_PAY_PROFILE_NOT_FOUND');
  const operation = await queueCardRemoval(hub, tx, {
    card,
    enrolment,
    operation: recordedWhy(body, correlationId),
  });
  return takenOn(operation);
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
