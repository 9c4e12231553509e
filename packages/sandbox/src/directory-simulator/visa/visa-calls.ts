import type { ConsumerInformation } from '@countermark/wire/directory/visa/data/consumer-information';
import type {
  EnrolledPaymentInstrument,
  PaymentInstrument,
  PaymentInstrumentChange,
} from '@countermark/wire/directory/visa/data/payment-instrument';
import { deleteConsumerInformation } from '@countermark/wire/directory/visa/delete-consumer-information';
import { deletePaymentInstruments } from '@countermark/wire/directory/visa/delete-payment-instruments';
import { enrollData } from '@countermark/wire/directory/visa/enroll-data';
import { enrollPaymentInstruments } from '@countermark/wire/directory/visa/enroll-payment-instruments';
import { VisaErrorCode } from '@countermark/wire/directory/visa/error-response';
import { getData } from '@countermark/wire/directory/visa/get-data';
import { manageConsumerInformation } from '@countermark/wire/directory/visa/manage-consumer-information';
import { managePaymentInstruments } from '@countermark/wire/directory/visa/manage-payment-instruments';
import { type RequestDetail, requestStatus } from '@countermark/wire/directory/visa/request-status';
import type { CardRecord, ConsumerRecord, DirectoryRecords } from '../directory-records.ts';
import { type DirectoryReply, type ServedDirectoryCall, serve } from '../directory-server.ts';
import type { DirectoryTokens } from '../directory-tokens.ts';
import { enrolCard, removeCards } from '../enrol-card.ts';
import { panTriggerOf } from '../pan-triggers.ts';

export type ShownCard = Pick<EnrolledPaymentInstrument, 'nameOnCard' | 'billingAddress'>;
export type VisaRecords = DirectoryRecords<ConsumerInformation, ShownCard, RequestDetail>;
type VisaConsumer = ConsumerRecord<ConsumerInformation, ShownCard>;

interface VisaParts {
  records: VisaRecords;
  tokens: DirectoryTokens;
}

/** Work on a request; what it comes to is told per item. */
type Work = () => Promise<RequestDetail[]>;

/** Everything the hub calls. All changes are taken at once and worked off afterwards. */
export function visaCalls(parts: VisaParts): ServedDirectoryCall[] {
  const { records } = parts;
  const ofConsumer = (id: string, work: (consumer: VisaConsumer) => Promise<RequestDetail[]>) => {
    const consumer = records.consumer(id);
    return consumer ? take(parts, id, () => work(consumer)) : refuse(400, VisaErrorCode.unknownConsumer);
  };
  return [
    serve(enrollData, async ({ message: { consumerInformation, paymentInstruments } }) => {
      const id = consumerInformation.externalConsumerID;
      if (await timesOut(parts, paymentInstruments)) return timedOut;
      if (records.consumer(id)) return refuse(400, VisaErrorCode.consumerEnrolled);
      return take(parts, id, () => enrol(parts, consumerInformation, paymentInstruments));
    }),
    serve(enrollPaymentInstruments, async ({ message: { consumerInformation, paymentInstruments } }) => {
      if (await timesOut(parts, paymentInstruments)) return timedOut;
      return ofConsumer(consumerInformation.externalConsumerID, consumer =>
        addCards(parts, consumer, paymentInstruments),
      );
    }),
    serve(manageConsumerInformation, async ({ message: { consumerInformation } }) =>
      ofConsumer(consumerInformation.externalConsumerID, async consumer => {
        consumer.consumer = consumerInformation;
        return [done('CONSUMER')];
      }),
    ),
    serve(managePaymentInstruments, async ({ message: { consumerInformation, paymentInstruments } }) =>
      ofConsumer(consumerInformation.externalConsumerID, async consumer =>
        paymentInstruments.map(change => changeCard(consumer, change)),
      ),
    ),
    serve(deleteConsumerInformation, async ({ message: { consumerInformation } }) =>
      ofConsumer(consumerInformation.externalConsumerID, async consumer => {
        await removeCards(consumer, () => true, parts.tokens);
        await records.remove(consumer.externalConsumerId);
        return [done('CONSUMER')];
      }),
    ),
    serve(deletePaymentInstruments, async ({ message: { consumerInformation, paymentInstruments } }) =>
      ofConsumer(consumerInformation.externalConsumerID, consumer =>
        deleteCards(
          parts,
          consumer,
          paymentInstruments.map(({ externalPaymentInstrumentID: id }) => id),
        ),
      ),
    ),
    serve(requestStatus, async ({ parameters: { requestTraceId = '' } }) => {
      const request = records.request(requestTraceId);
      if (!request) return refuse(400, VisaErrorCode.invalid);
      const { status, results: details } = request;
      return status === 'COMPLETED'
        ? { status: 200, body: { requestTraceId, status, details } }
        : { status: 200, body: { requestTraceId, status } };
    }),
    serve(getData, async ({ message }) => {
      const consumer = records.consumer(message.consumerInformation.externalConsumerID);
      if (!consumer) return refuse(400, VisaErrorCode.unknownConsumer);
      const body = {
        consumerInformation: consumer.consumer,
        paymentInstruments: consumer.cards.map(shownInstrument),
      };
      return { status: 200, body };
    }),
  ];
}

/** The gateway before the directory lost patience with it. */
const timedOut: DirectoryReply = {
  status: 504,
  body: { code: VisaErrorCode.serverError, message: 'Gateway time-out' },
};

function refuse(status: number, code: string): DirectoryReply {
  return { status, body: { code } };
}

async function timesOut({ records }: VisaParts, instruments: readonly PaymentInstrument[]): Promise<boolean> {
  const slow = instruments.find(({ accountNumber }) => panTriggerOf(accountNumber) === 'TIMES_OUT_ONCE');
  return slow !== undefined && records.timesOut(slow.accountNumber);
}

/** One request of a consumer at a time. The work begins once the request is kept, and its end is polled for. */
async function take({ records }: VisaParts, id: string, work: Work): Promise<DirectoryReply> {
  const isBusy = records
    .requests()
    .some(({ externalConsumerId, status }) => externalConsumerId === id && status === 'IN_PROGRESS');
  if (isBusy) return refuse(409, VisaErrorCode.busy);
  const request = await records.begin(id);
  const failed = (): RequestDetail[] => [
    { type: 'CONSUMER', status: 'FAILURE', code: VisaErrorCode.serverError },
  ];
  void work()
    .catch(failed)
    .then(details => {
      request.results = details;
      request.held = isPending(records.consumer(id), details);
      if (!request.held) request.status = 'COMPLETED';
      return records.save();
    });
  return { status: 202, body: { requestTraceId: request.requestId } };
}

function isPending(consumer: VisaConsumer | undefined, details: readonly RequestDetail[]): boolean {
  return details.some(
    ({ externalPaymentInstrumentID: id = '' }) => consumer && cardOf(consumer, id)?.state === 'PENDING',
  );
}

async function enrol(
  parts: VisaParts,
  information: ConsumerInformation,
  instruments: readonly PaymentInstrument[],
): Promise<RequestDetail[]> {
  if (instruments.some(({ accountNumber }) => panTriggerOf(accountNumber) === 'REFUSES_CONSUMER'))
    return [{ type: 'CONSUMER', status: 'FAILURE', code: VisaErrorCode.consumerRefused }];
  const consumer = await parts.records.take(information.externalConsumerID, information);
  return [done('CONSUMER'), ...(await addCards(parts, consumer, instruments))];
}

/** Each card for itself: one that is refused takes nothing from the others. */
async function addCards(
  { tokens }: VisaParts,
  consumer: VisaConsumer,
  instruments: readonly PaymentInstrument[],
): Promise<RequestDetail[]> {
  const details: RequestDetail[] = [];
  for (const instrument of instruments) details.push(await addCard(tokens, consumer, instrument));
  return details;
}

async function addCard(
  tokens: DirectoryTokens,
  consumer: VisaConsumer,
  instrument: PaymentInstrument,
): Promise<RequestDetail> {
  const { externalPaymentInstrumentID: externalCardId, nameOnCard, billingAddress } = instrument;
  if (cardOf(consumer, externalCardId)) return failure(externalCardId, VisaErrorCode.cardEnrolled);
  const [year = '', month = ''] = instrument.expirationDate.split('-');
  const enrolment = await enrolCard(
    consumer,
    {
      externalCardId,
      pan: instrument.accountNumber,
      exp: month + year.slice(2),
      shown: { nameOnCard, billingAddress },
    },
    tokens,
  );
  return enrolment.enrolled
    ? done('CARD', externalCardId)
    : { ...failure(externalCardId, VisaErrorCode.cardRefused), message: enrolment.reason };
}

function changeCard(consumer: VisaConsumer, change: PaymentInstrumentChange): RequestDetail {
  const { externalPaymentInstrumentID: id, nameOnCard, billingAddress } = change;
  const card = cardOf(consumer, id);
  if (!card) return failure(id, VisaErrorCode.unknownCard);
  card.shown = {
    ...card.shown,
    ...(nameOnCard !== undefined && { nameOnCard }),
    ...(billingAddress && { billingAddress }),
  };
  return done('CARD', id);
}

async function deleteCards(
  { tokens }: VisaParts,
  consumer: VisaConsumer,
  ids: readonly string[],
): Promise<RequestDetail[]> {
  const details = ids.map(id =>
    cardOf(consumer, id) ? done('CARD', id) : failure(id, VisaErrorCode.unknownCard),
  );
  await removeCards(consumer, ({ externalCardId }) => ids.includes(externalCardId), tokens);
  return details;
}

function cardOf({ cards }: VisaConsumer, id: string): CardRecord<ShownCard> | undefined {
  return cards.find(({ externalCardId }) => externalCardId === id);
}

function done(type: 'CONSUMER' | 'CARD', id?: string): RequestDetail {
  return { type, ...(id !== undefined && { externalPaymentInstrumentID: id }), status: 'SUCCESS' };
}

function failure(id: string, code: string): RequestDetail {
  return { type: 'CARD', externalPaymentInstrumentID: id, status: 'FAILURE', code };
}

function shownInstrument(card: CardRecord<ShownCard>): EnrolledPaymentInstrument {
  return {
    type: 'CARD',
    externalPaymentInstrumentID: card.externalCardId,
    lastFour: card.lastFour,
    ...card.shown,
    status: card.state,
  };
}
