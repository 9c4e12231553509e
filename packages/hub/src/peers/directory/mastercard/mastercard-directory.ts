import { deleteCard } from '@countermark/wire/directory/mastercard/delete-card';
import { deleteConsumer } from '@countermark/wire/directory/mastercard/delete-consumer';
import { enrollBatch } from '@countermark/wire/directory/mastercard/enroll-batch';
import { enrollCard } from '@countermark/wire/directory/mastercard/enroll-card';
import { MastercardErrors, MastercardReason } from '@countermark/wire/directory/mastercard/error-response';
import { getBatch } from '@countermark/wire/directory/mastercard/get-batch';
import { getConsumer } from '@countermark/wire/directory/mastercard/get-consumer';
import { updateCard } from '@countermark/wire/directory/mastercard/update-card';
import { updateConsumer } from '@countermark/wire/directory/mastercard/update-consumer';
import type { DirectoryCard, DirectoryCardChange, DirectoryConsumer } from '../../../core/directory.ts';
import type {
  CardAtDirectory,
  Directory,
  DirectoryCall,
  DirectoryOutcome,
  DirectoryReading,
} from '../../../ports/directory.ts';
import { callDirectory, type DirectoryLine } from '../call-directory.ts';
import {
  addressOnWire,
  cardFromWire,
  cardOnWire,
  consumerFromWire,
  consumerOnWire,
  detailsOnWire,
} from './on-wire.ts';
import { faultOf, outcomeOfItems, outcomeOfRefusal, reasonOf, type Unanswered } from './outcome.ts';
import { readTrace, writeTrace } from './pending-trace.ts';

export interface MastercardDirectoryParts extends Omit<DirectoryLine<never>, 'directory' | 'errorBody'> {
  /** Given by the network: who calls, and which of its services is used. */
  srcClientId: string;
  serviceId: string;
}

interface Mastercard {
  line: DirectoryLine<typeof MastercardErrors>;
  client: { srcClientId: string; serviceId: string };
}

/** Mastercard's directory (Click to Pay, issuer enrolment): one card is answered at once, several are a batch. */
export function mastercardDirectory(parts: MastercardDirectoryParts): Directory {
  const { srcClientId, serviceId, ...connection } = parts;
  const mastercard: Mastercard = {
    line: { ...connection, directory: 'MASTERCARD', errorBody: MastercardErrors },
    client: { srcClientId, serviceId },
  };
  return {
    enrol: (consumer, cards, call) => {
      const [card, second] = cards;
      return card && second === undefined
        ? enrolOne(mastercard, { consumer, card }, call)
        : enrolMany(mastercard, { consumer, cards }, call);
    },
    addCard: (consumer, card, call) => enrolOne(mastercard, { consumer, card }, call),
    async updateConsumer(consumer, call) {
      const { externalConsumerId } = consumer;
      return done(
        await callDirectory(
          mastercard.line,
          { operation: updateConsumer, parameters: { externalConsumerId }, body: detailsOnWire(consumer) },
          call,
        ),
      );
    },
    updateCards: (externalConsumerId, changes, call) =>
      changeCards(mastercard, { externalConsumerId, changes }, call),
    async removeCard({ externalConsumerId, externalCardId }, call) {
      const parameters = { externalConsumerId, externalCardId };
      return gone(
        await callDirectory(mastercard.line, { operation: deleteCard, parameters, body: null }, call),
      );
    },
    async removeConsumer(externalConsumerId, call) {
      const message = { operation: deleteConsumer, parameters: { externalConsumerId }, body: null };
      return gone(await callDirectory(mastercard.line, message, call));
    },
    poll(text, call) {
      const trace = readTrace(text);
      return trace.kind === 'BATCH'
        ? pollBatch(mastercard, trace.batchId, call)
        : pollCard(mastercard, trace, call);
    },
    profile: (externalConsumerId, call) => readProfile(mastercard, externalConsumerId, call),
  };
}

async function enrolOne(
  { line, client }: Mastercard,
  { consumer, card }: { consumer: DirectoryConsumer; card: DirectoryCard },
  call: DirectoryCall,
): Promise<DirectoryOutcome> {
  const body = { ...client, consumer: consumerOnWire(consumer), card: cardOnWire(card) };
  const answer = await callDirectory(line, { operation: enrollCard, body }, call);
  if (answer.kind !== 'ANSWER') {
    return reasonOf(answer) === MastercardReason.cardEnrolled
      ? { status: 'SUCCESSFUL' }
      : outcomeOfRefusal(answer);
  }
  const { pendingEvents = [] } = answer.message;
  if (pendingEvents.length === 0) return { status: 'SUCCESSFUL' };
  const { externalConsumerId } = consumer;
  const { externalCardId } = card;
  return { status: 'PENDING', trace: writeTrace({ kind: 'CARD', externalConsumerId, externalCardId }) };
}

async function enrolMany(
  { line, client }: Mastercard,
  { consumer, cards }: { consumer: DirectoryConsumer; cards: readonly DirectoryCard[] },
  call: DirectoryCall,
): Promise<DirectoryOutcome> {
  const items = cards.map(card => ({ consumer: consumerOnWire(consumer), card: cardOnWire(card) }));
  const body = { ...client, externalBatchId: call.correlationId, items };
  const answer = await callDirectory(line, { operation: enrollBatch, body }, call);
  return answer.kind === 'ANSWER'
    ? { status: 'PENDING', trace: writeTrace({ kind: 'BATCH', batchId: answer.message.batchId }) }
    : outcomeOfRefusal(answer);
}

/** One after the other; doing it all again does no harm. The network keeps no name of a card. */
async function changeCards(
  { line }: Mastercard,
  { externalConsumerId, changes }: { externalConsumerId: string; changes: readonly DirectoryCardChange[] },
  call: DirectoryCall,
): Promise<DirectoryOutcome> {
  for (const { externalCardId, billingAddress } of changes) {
    if (billingAddress === null) continue;
    const parameters = { externalConsumerId, externalCardId };
    const body = { billingAddress: addressOnWire(billingAddress) };
    const outcome = done(await callDirectory(line, { operation: updateCard, parameters, body }, call));
    if (outcome.status !== 'SUCCESSFUL') return outcome;
  }
  return { status: 'SUCCESSFUL' };
}

async function pollBatch(
  { line }: Mastercard,
  batchId: string,
  call: DirectoryCall,
): Promise<DirectoryOutcome> {
  const answer = await callDirectory(
    line,
    { operation: getBatch, parameters: { batchId }, body: null },
    call,
  );
  if (answer.kind !== 'ANSWER') return outcomeOfRefusal(answer);
  const { status, items = [] } = answer.message;
  if (status === 'IN_PROGRESS') return { status: 'PENDING', trace: writeTrace({ kind: 'BATCH', batchId }) };
  if (status === 'FAILED' && items.length === 0) {
    const refused = [{ externalCardId: null, reason: 'FAILED' }];
    return { status: 'FAILED', consumer: 'REFUSED', refused };
  }
  return outcomeOfItems(items);
}

/** Until nothing more must happen, the card is there and not enrolled. */
async function pollCard(
  mastercard: Mastercard,
  { externalConsumerId, externalCardId }: CardAtDirectory,
  call: DirectoryCall,
): Promise<DirectoryOutcome> {
  const parameters = { externalConsumerId };
  const message = { operation: getConsumer, parameters, body: null };
  const answer = await callDirectory(mastercard.line, message, call);
  if (answer.kind !== 'ANSWER') return outcomeOfRefusal(answer);
  const card = answer.message.maskedCards.find(masked => masked.externalCardId === externalCardId);
  if (!card)
    return {
      status: 'FAILED',
      consumer: 'TAKEN',
      refused: [{ externalCardId, reason: MastercardReason.unknownCard }],
    };
  const { pendingEvents = [] } = card.digitalCardData;
  if (pendingEvents.length === 0) return { status: 'SUCCESSFUL' };
  return { status: 'PENDING', trace: writeTrace({ kind: 'CARD', externalConsumerId, externalCardId }) };
}

async function readProfile(
  { line }: Mastercard,
  externalConsumerId: string,
  call: DirectoryCall,
): Promise<DirectoryReading> {
  const message = { operation: getConsumer, parameters: { externalConsumerId }, body: null };
  const answer = await callDirectory(line, message, call);
  if (answer.kind === 'ANSWER') {
    const { consumer, maskedCards } = answer.message;
    return {
      status: 'READ',
      profile: {
        consumer: consumerFromWire(externalConsumerId, consumer),
        cards: maskedCards.map(cardFromWire),
      },
    };
  }
  const isUnknown = reasonOf(answer) === MastercardReason.unknownConsumer;
  return isUnknown ? { status: 'READ', profile: null } : faultOf(answer);
}

function done(answer: { kind: 'ANSWER' } | Unanswered): DirectoryOutcome {
  return answer.kind === 'ANSWER' ? { status: 'SUCCESSFUL' } : outcomeOfRefusal(answer);
}

/** Nothing is left of what the directory does not know. */
function gone(answer: { kind: 'ANSWER' } | Unanswered): DirectoryOutcome {
  const unknown: readonly string[] = [MastercardReason.unknownConsumer, MastercardReason.unknownCard];
  return answer.kind !== 'ANSWER' && unknown.includes(reasonOf(answer))
    ? { status: 'SUCCESSFUL' }
    : done(answer);
}
