import { CardOperationRecord, ConsumerOperationRecord } from '@countermark/wire/d1/data/operation-record';
import { notifyCardOperationV1 as cardV1 } from '@countermark/wire/d1/outbound/notify-card-operation-v1';
import { notifyCardOperations as cards } from '@countermark/wire/d1/outbound/notify-card-operations';
import { notifyConsumerOperations as consumers } from '@countermark/wire/d1/outbound/notify-consumer-operations';
import { notifyDigitalCardOperation as digitalCard } from '@countermark/wire/d1/outbound/notify-digital-card-operation';
import Type from 'typebox';
import type { NoticeSubject } from './notices.ts';
import { answer, type D1Means, serveD1Operation } from './serve-d1-operation.ts';

/** What every notice has, in every version of it. */
interface Told {
  operationId: string;
  operation: string;
  status: string;
}

/** Writes down what became of something. A bank would book it. */
function book(means: D1Means, subject: { subject: NoticeSubject; subjectId: string }, told: Told): void {
  const { operationId, operation, status } = told;
  means.notices.tell({
    issuerId: means.issuer.issuerId,
    ...subject,
    operationId,
    operation,
    status,
    correlationId: means.correlationId,
    receivedAt: means.now().toISOString(),
    notice: told,
  });
}

/** The list of operations grows: a receiver takes a name of a later version, and members that it does not know. */
function ofAnyVersion<Members extends Type.TProperties>({ properties }: Type.TObject<Members>) {
  const operation = Type.String({ minLength: 1, maxLength: 64, log: 'plain' });
  const members: Omit<Members, 'operation'> & { operation: typeof operation } = { ...properties, operation };
  return Type.Object(members);
}

const listOf = <Item extends Type.TSchema>(item: Item) => Type.Array(item, { minItems: 1 });
const cardsOfAnyVersion = { ...cards, request: listOf(ofAnyVersion(CardOperationRecord)) };
const consumersOfAnyVersion = { ...consumers, request: listOf(ofAnyVersion(ConsumerOperationRecord)) };
const cardV1OfAnyVersion = { ...cardV1, request: ofAnyVersion(cardV1.request) };
const digitalCardOfAnyVersion = { ...digitalCard, request: ofAnyVersion(digitalCard.request) };

export const notifyCardOperations = serveD1Operation(cardsOfAnyVersion, async ({ request }, means) => {
  for (const told of request) book(means, { subject: 'CARD', subjectId: told.cardId }, told);
  return answer(undefined);
});

/** The first version names the card in its path. */
export const notifyCardOperationV1 = serveD1Operation(
  cardV1OfAnyVersion,
  async ({ parameters, request }, means) => {
    book(means, { subject: 'CARD', subjectId: parameters.cardId }, request);
    return answer(undefined);
  },
);

export const notifyConsumerOperations = serveD1Operation(
  consumersOfAnyVersion,
  async ({ request }, means) => {
    for (const told of request) book(means, { subject: 'CONSUMER', subjectId: told.consumerId }, told);
    return answer(undefined);
  },
);

export const notifyDigitalCardOperation = serveD1Operation(
  digitalCardOfAnyVersion,
  async ({ parameters, request }, means) => {
    book(means, { subject: 'DIGITAL_CARD', subjectId: parameters.digitalCardId }, request);
    return answer(undefined);
  },
);
