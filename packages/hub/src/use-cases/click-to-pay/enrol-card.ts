import type { enrolCard as onWire } from '@countermark/wire/d1/click-to-pay-v1/enrol-card';
import type { OperationResult } from '@countermark/wire/d1/data/operation-result';
import type { CardProduct } from '../../core/card-product.ts';
import { type DirectoryName, directoryOf } from '../../core/directory.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { D1Call, D1Result } from '../d1-call.ts';
import { D1Refusal, d1Change } from '../d1-change.ts';
import { type OperationToRecord, recordOperation } from '../recorded-operations/record-operation.ts';
import { recordedWhy } from '../recorded-operations/recorded-why.ts';
import { type HeldCard, lockHeldCard } from './held-card.ts';
import { changeEnrolment, queueRequest, type RequestToQueue } from './queue-request.ts';
import { takenOn } from './taken-on.ts';

/** Enrols a card in the directory of its network (Click to Pay API, enrol). */
export function enrolCard(hub: Hub, call: D1Call<typeof onWire>): Promise<D1Result<typeof onWire>> {
  return d1Change(hub, tx => enrol(hub, tx, call));
}

async function enrol(
  hub: Hub,
  tx: Aggregates,
  { parameters, body, correlationId }: D1Call<typeof onWire>,
): Promise<OperationResult> {
  const card = await lockHeldCard(tx, parameters);
  const product = await tx.products.find(card.productId);
  const directory = product && clickToPayOf(hub, product);
  if (!directory) throw new D1Refusal('CARD_PRODUCT_NOT_ALLOWED');
  if (card.state !== 'ACTIVE') throw new D1Refusal('INVALID_STATE');
  const { consumerInfo = null, cardholderName = null, billingAddress } = body;
  if (directory === 'VISA' && cardholderName === null)
    throw new D1Refusal('FIELD_INVALID_FORMAT', 'cardholderName');
  const operation = await queueEnrolment(hub, tx, {
    card,
    directory,
    data: { consumerInfo, cardholderName, billingAddress },
    operation: recordedWhy(body, correlationId),
  });
  return takenOn(operation);
}

/** The directory for cards of a product; null: they are not for Click to Pay, or the hub is not connected to it. */
export function clickToPayOf(
  { directories }: Pick<Hub, 'directories'>,
  product: CardProduct,
): DirectoryName | null {
  const directory = directoryOf(product);
  const isServed = product.d1?.services.includes('CLICK_TO_PAY') === true;
  return directory && isServed && directories.has(directory) ? directory : null;
}

/** A card that is enrolled already is not enrolled again, which is a success. */
export async function queueEnrolment(
  hub: Pick<Hub, 'ids' | 'clock' | 'vault'>,
  tx: Aggregates,
  asked: {
    card: HeldCard;
    directory: DirectoryName;
    data: NonNullable<RequestToQueue['data']>;
    operation: Pick<OperationToRecord, 'issuerRequestId' | 'inputFileName' | 'reason' | 'reasonCode'>;
  },
) {
  const { card, directory, data } = asked;
  const { issuerId, cardId } = card;
  const { consumerKey } = card.holder;
  await tx.clickToPay.takeProfile({ consumerKey, directory, issuerId });
  const isEnrolled = (await tx.clickToPay.enrolment(cardId))?.state === 'ENROLLED';
  const operation = await recordOperation(hub, tx, {
    ...asked.operation,
    issuerId,
    target: { kind: 'CARD', key: cardId, id: card.issuerCardRefId },
    operation: 'CLICK_TO_PAY_ENROLMENT',
    ...(isEnrolled && { end: { status: 'SUCCESSFUL' } }),
  });
  if (isEnrolled) return operation;
  const { operationId } = operation;
  await queueRequest(hub, tx, { consumerKey, directory, issuerId, kind: 'ENROL', cardId, operationId, data });
  await changeEnrolment(hub, tx, { cardId, consumerKey, directory }, 'ASKED');
  return operation;
}
