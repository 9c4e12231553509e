import { cardNotification, digitalCardNotification, type NewDelivery } from '../../core/delivery.ts';
import type { D1Settings } from '../../core/issuer.ts';
import type { RecordedOperation } from '../../core/recorded-operation.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { cardOperationRecord, consumerOperationRecord } from './operation-record.ts';

/**
 * Queues what an issuer that has a D1 backend is told of an operation, in the transaction that brought it to its status.
 * Of cards and digital cards only where their product speaks D1: of others the Issuer Gateway tells.
 */
export async function notifyOperation(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Pick<Aggregates, 'issuers' | 'products' | 'cards' | 'tokens' | 'deliveries'>,
  operation: RecordedOperation,
): Promise<void> {
  const issuer = await tx.issuers.find(operation.issuerId);
  const message = issuer?.settings.d1 && (await messageOf(tx, operation, issuer.settings.d1));
  if (!message) return;
  await tx.deliveries.insert({
    deliveryId: hub.ids.uuid(),
    issuerId: operation.issuerId,
    correlationId: operation.issuerRequestId ?? operation.operationId,
    ...message,
    createdAt: hub.clock.now(),
  });
}

type Message = Pick<NewDelivery, 'queueId' | 'virtualCardId' | 'operation' | 'body' | 'parameters'>;
type Readable = Pick<Aggregates, 'products' | 'cards' | 'tokens'>;

function messageOf(
  tx: Readable,
  operation: RecordedOperation,
  settings: D1Settings,
): Promise<Message | null> {
  switch (operation.target.kind) {
    case 'CONSUMER':
      return Promise.resolve(ofConsumer(operation));
    case 'CARD':
      return ofCard(tx, operation, settings.cardNotifications);
    case 'DIGITAL_CARD':
      return ofDigitalCard(tx, operation);
  }
}

function ofConsumer(operation: RecordedOperation): Message {
  return {
    queueId: operation.target.key,
    virtualCardId: null,
    operation: 'd1/notifyConsumerOperations',
    body: consumerOperationRecord(operation),
    parameters: null,
  };
}

/** What was done to a replaced card is told before what is done to the one in its place. */
async function ofCard(
  tx: Readable,
  operation: RecordedOperation,
  version: D1Settings['cardNotifications'],
): Promise<Message | null> {
  const card = await tx.cards.find(operation.target.key);
  if (!card || !(await speaksD1(tx, card))) return null;
  const message = version === 'V2' ? secondVersion(operation) : firstVersion(operation);
  return (
    message && {
      queueId: card.replacedBy ?? card.cardId,
      virtualCardId: tokenMadeBy(operation),
      operation: cardNotification,
      ...message,
    }
  );
}

function tokenMadeBy({ operation, digitalCardIds }: RecordedOperation): string | null {
  return operation === 'DIGITIZE' ? (digitalCardIds[0] ?? null) : null;
}

function secondVersion(operation: RecordedOperation): Pick<Message, 'body' | 'parameters'> {
  return { body: cardOperationRecord(operation), parameters: null };
}

/** The older form knows of tokenization and renewal alone. */
function firstVersion({
  operationId,
  operation,
  status,
  digitalCardIds,
  target,
}: RecordedOperation): Pick<Message, 'body' | 'parameters'> | null {
  if (operation !== 'DIGITIZE' && operation !== 'RENEW') return null;
  return {
    body: { operationId, operation, status, ...(digitalCardIds.length > 0 && { digitalCardIds }) },
    parameters: { cardId: target.id },
  };
}

/** Of a card and its digital cards all is told in one order. That a change is PENDING its caller was answered. */
async function ofDigitalCard(
  tx: Readable,
  { operationId, operation, status, target }: RecordedOperation,
): Promise<Message | null> {
  if (status === 'PENDING') return null;
  const token = await tx.tokens.find(target.key);
  if (!token || !(await speaksD1(tx, token))) return null;
  return {
    queueId: token.cardId,
    virtualCardId: token.virtualCardId,
    operation: digitalCardNotification,
    body: { operationId, operation, status },
    parameters: { digitalCardId: target.id },
  };
}

async function speaksD1(tx: Readable, { productId }: { productId: string }): Promise<boolean> {
  const product = await tx.products.find(productId);
  return product?.apiFamily === 'D1';
}
