import type { Address } from '@countermark/wire/directory/mastercard/data/address';
import type { Card, MaskedCard } from '@countermark/wire/directory/mastercard/data/card';
import type { Consumer, ConsumerDetails } from '@countermark/wire/directory/mastercard/data/consumer';
import { deleteCard } from '@countermark/wire/directory/mastercard/delete-card';
import { deleteConsumer } from '@countermark/wire/directory/mastercard/delete-consumer';
import { enrollBatch } from '@countermark/wire/directory/mastercard/enroll-batch';
import { enrollCard } from '@countermark/wire/directory/mastercard/enroll-card';
import { MastercardReason, mastercardError } from '@countermark/wire/directory/mastercard/error-response';
import { type BatchItem, getBatch } from '@countermark/wire/directory/mastercard/get-batch';
import { getConsumer } from '@countermark/wire/directory/mastercard/get-consumer';
import { updateCard } from '@countermark/wire/directory/mastercard/update-card';
import { updateConsumer } from '@countermark/wire/directory/mastercard/update-consumer';
import type { CardRecord, ConsumerRecord, DirectoryRecords, RequestRecord } from '../directory-records.ts';
import { type DirectoryReply, type ServedDirectoryCall, serve } from '../directory-server.ts';
import type { DirectoryTokens } from '../directory-tokens.ts';
import { enrolCard, removeCards } from '../enrol-card.ts';
import { panTriggerOf } from '../pan-triggers.ts';

export type MastercardRecords = DirectoryRecords<ConsumerDetails, Address, BatchItem>;
type MastercardConsumer = ConsumerRecord<ConsumerDetails, Address>;

interface MastercardParts {
  records: MastercardRecords;
  tokens: DirectoryTokens;
}

interface Item {
  consumer: Consumer;
  card: Card;
}

type ItemOutcome =
  | { enrolled: true; consumer: MastercardConsumer; card: CardRecord<Address> }
  | { enrolled: false; reason: string };

/** Everything the hub calls: one thing at a time is answered at once, a batch is polled. */
export function mastercardCalls(parts: MastercardParts): ServedDirectoryCall[] {
  const { records, tokens } = parts;
  return [
    serve(enrollCard, async ({ message }) => {
      const { primaryAccountNumber: pan } = message.card;
      if (panTriggerOf(pan) === 'TIMES_OUT_ONCE' && (await records.timesOut(pan)))
        return { status: 504, body: mastercardError(MastercardReason.unavailable) };
      return replyTo(await enrolItem(parts, message));
    }),
    serve(enrollBatch, async ({ message: { externalBatchId, items } }) => {
      if (records.request(externalBatchId)) return { status: 202, body: { batchId: externalBatchId } };
      const batch = await records.begin(externalBatchId, externalBatchId);
      void workOff(parts, batch, items);
      return { status: 202, body: { batchId: batch.requestId } };
    }),
    serve(getBatch, async ({ parameters: { batchId = '' } }) => {
      const batch = records.request(batchId);
      return batch ? { status: 200, body: batchView(batch) } : unknown(MastercardReason.unknownBatch);
    }),
    serve(getConsumer, async ({ parameters }) =>
      withConsumer(parts, parameters, async ({ srcConsumerId, consumer, cards }) => ({
        status: 200,
        body: { srcConsumerId, consumer, maskedCards: cards.map(maskedCard) },
      })),
    ),
    serve(updateConsumer, async ({ parameters, message }) =>
      withConsumer(parts, parameters, async consumer => {
        consumer.consumer = message;
        return saved(records);
      }),
    ),
    serve(deleteConsumer, async ({ parameters }) =>
      withConsumer(parts, parameters, async consumer => {
        await removeCards(consumer, () => true, tokens);
        await records.remove(consumer.externalConsumerId);
        return { status: 204, body: null };
      }),
    ),
    serve(updateCard, async ({ parameters, message }) =>
      withCard(parts, parameters, async (_, card) => {
        card.shown = message.billingAddress;
        return saved(records);
      }),
    ),
    serve(deleteCard, async ({ parameters }) =>
      withCard(parts, parameters, async (consumer, card) => {
        await removeCards(consumer, other => other === card, tokens);
        return saved(records);
      }),
    ),
  ];
}

function unknown(reason: string): DirectoryReply {
  return { status: 404, body: mastercardError(reason) };
}

async function saved(records: MastercardRecords): Promise<DirectoryReply> {
  await records.save();
  return { status: 204, body: null };
}

async function withConsumer(
  { records }: MastercardParts,
  { externalConsumerId = '' }: Readonly<Record<string, string>>,
  reply: (consumer: MastercardConsumer) => Promise<DirectoryReply>,
): Promise<DirectoryReply> {
  const consumer = records.consumer(externalConsumerId);
  return consumer ? reply(consumer) : unknown(MastercardReason.unknownConsumer);
}

function withCard(
  parts: MastercardParts,
  parameters: Readonly<Record<string, string>>,
  reply: (consumer: MastercardConsumer, card: CardRecord<Address>) => Promise<DirectoryReply>,
): Promise<DirectoryReply> {
  return withConsumer(parts, parameters, async consumer => {
    const card = consumer.cards.find(({ externalCardId }) => externalCardId === parameters['externalCardId']);
    return card ? reply(consumer, card) : unknown(MastercardReason.unknownCard);
  });
}

/** The consumer's profile comes before the card and stays, whatever becomes of the card. */
async function enrolItem(
  { records, tokens }: MastercardParts,
  { consumer, card }: Item,
): Promise<ItemOutcome> {
  if (panTriggerOf(card.primaryAccountNumber) === 'REFUSES_CONSUMER')
    return { enrolled: false, reason: MastercardReason.consumerRefused };
  const { externalConsumerId, ...details } = consumer;
  const record = await records.take(externalConsumerId, details);
  if (record.cards.some(({ externalCardId }) => externalCardId === card.externalCardId))
    return { enrolled: false, reason: MastercardReason.cardEnrolled };
  const enrolment = await enrolCard(
    record,
    {
      externalCardId: card.externalCardId,
      pan: card.primaryAccountNumber,
      exp: card.panExpirationMonth + card.panExpirationYear.slice(2),
      shown: card.billingAddress,
    },
    tokens,
  );
  await records.save();
  return enrolment.enrolled ? { ...enrolment, consumer: record } : enrolment;
}

function replyTo(outcome: ItemOutcome): DirectoryReply {
  if (!outcome.enrolled) return { status: 400, body: mastercardError(outcome.reason) };
  const { srcConsumerId } = outcome.consumer;
  const { srcDigitalCardId, state } = outcome.card;
  const pending = state === 'PENDING' && { pendingEvents: ['PENDING_CONSUMER_IDV'] };
  return { status: 200, body: { srcConsumerId, srcDigitalCardId, ...pending } };
}

async function workOff(
  parts: MastercardParts,
  batch: RequestRecord<BatchItem>,
  items: readonly Item[],
): Promise<void> {
  for (const item of items) {
    const failed = (): ItemOutcome => ({ enrolled: false, reason: MastercardReason.unavailable });
    const outcome = await enrolItem(parts, item).catch(failed);
    batch.results.push(batchItem(item, outcome));
    if (outcome.enrolled && outcome.card.state === 'PENDING') batch.held = true;
  }
  if (!batch.held) batch.status = 'COMPLETED';
  await parts.records.save();
}

function batchItem({ consumer, card }: Item, outcome: ItemOutcome): BatchItem {
  const names = { externalConsumerId: consumer.externalConsumerId, externalCardId: card.externalCardId };
  if (!outcome.enrolled) return { ...names, status: 'FAILED', reasonCode: outcome.reason };
  const { srcConsumerId } = outcome.consumer;
  return { ...names, status: 'SUCCESSFUL', srcConsumerId, srcDigitalCardId: outcome.card.srcDigitalCardId };
}

function batchView({ requestId, status, results }: RequestRecord<BatchItem>) {
  if (status === 'IN_PROGRESS') return { batchId: requestId, status };
  const failed = results.filter(item => item.status === 'FAILED').length;
  const failure = failed === results.length ? 'FAILED' : 'COMPLETED_WITH_ERRORS';
  return {
    batchId: requestId,
    status: failed === 0 ? 'COMPLETED_SUCCESSFULLY' : failure,
    items: results,
  };
}

function maskedCard(card: CardRecord<Address>): MaskedCard {
  const { externalCardId, srcDigitalCardId, lastFour, shown, state } = card;
  return {
    externalCardId,
    srcDigitalCardId,
    panLastFour: lastFour,
    billingAddress: shown,
    digitalCardData: {
      status: state,
      ...(state === 'PENDING' && { pendingEvents: ['PENDING_CONSUMER_IDV'] }),
    },
  };
}
