import { clickToPay } from '@countermark/wire/directory/visa/data/intent';
import type { RequestTaken } from '@countermark/wire/directory/visa/data/request-trace';
import { deleteConsumerInformation } from '@countermark/wire/directory/visa/delete-consumer-information';
import { deletePaymentInstruments } from '@countermark/wire/directory/visa/delete-payment-instruments';
import { enrollData } from '@countermark/wire/directory/visa/enroll-data';
import { enrollPaymentInstruments } from '@countermark/wire/directory/visa/enroll-payment-instruments';
import { VisaDirectoryError, VisaErrorCode } from '@countermark/wire/directory/visa/error-response';
import { getData } from '@countermark/wire/directory/visa/get-data';
import { manageConsumerInformation } from '@countermark/wire/directory/visa/manage-consumer-information';
import { managePaymentInstruments } from '@countermark/wire/directory/visa/manage-payment-instruments';
import { requestStatus } from '@countermark/wire/directory/visa/request-status';
import type { HttpOperation, RequestOf, ResponseOf } from '@countermark/wire/http-operation';
import type Type from 'typebox';
import type { Directory, DirectoryCall, DirectoryOutcome } from '../../../ports/directory.ts';
import { callDirectory, type DirectoryAnswer, type DirectoryLine } from '../call-directory.ts';
import { cardFromWire, cardOnWire, cardReference, changeOnWire } from './card-on-wire.ts';
import { consumerFromWire, consumerOnWire, consumerReference } from './consumer-on-wire.ts';
import { outcomeOfDetails, outcomeOfRefusal } from './outcome.ts';

export interface VisaDirectoryParts extends Omit<DirectoryLine<never>, 'directory' | 'errorBody'> {
  /** Visa's business id of whoever names the consumers: the hub's house. */
  bid: string;
}

/** Visa's directory (Visa Click to Pay, issuer credential enrolment): every change is asynchronous. */
export function visaDirectory({ bid, ...connection }: VisaDirectoryParts): Directory {
  const line = { ...connection, directory: 'VISA' as const, errorBody: VisaDirectoryError };
  const call = <Operation extends HttpOperation>(
    operation: Operation,
    message: { body: RequestOf<Operation>; parameters?: Record<string, string> },
    of: DirectoryCall,
  ): Promise<DirectoryAnswer<ResponseOf<Operation>, VisaDirectoryError>> =>
    callDirectory(line, { operation, ...message }, of);
  const ask = async <Request extends Type.TObject>(
    operation: HttpOperation<Request, typeof RequestTaken>,
    body: Omit<Type.Static<Request>, 'intent'>,
    of: DirectoryCall,
  ): Promise<DirectoryOutcome> => {
    const message = { intent: clickToPay, ...body } as RequestOf<typeof operation>;
    const answer = await call(operation, { body: message }, of);
    return answer.kind === 'ANSWER'
      ? { status: 'PENDING', trace: answer.message.requestTraceId }
      : outcomeOfRefusal(answer);
  };
  const nameOf = (externalConsumerId: string) => ({
    consumerInformation: consumerReference(externalConsumerId, bid),
  });
  return {
    enrol: (consumer, cards, of) =>
      ask(
        enrollData,
        {
          consumerInformation: consumerOnWire(consumer, bid),
          paymentInstruments: cards.map(cardOnWire),
        },
        of,
      ),
    addCard: async ({ externalConsumerId }, card, of) =>
      addition(
        await ask(
          enrollPaymentInstruments,
          { ...nameOf(externalConsumerId), paymentInstruments: [cardOnWire(card)] },
          of,
        ),
      ),
    updateConsumer: (consumer, of) =>
      ask(manageConsumerInformation, { consumerInformation: consumerOnWire(consumer, bid) }, of),
    updateCards: (externalConsumerId, changes, of) =>
      ask(
        managePaymentInstruments,
        { ...nameOf(externalConsumerId), paymentInstruments: changes.map(changeOnWire) },
        of,
      ),
    removeCard: async ({ externalConsumerId, externalCardId }, of) =>
      removal(
        await ask(
          deletePaymentInstruments,
          { ...nameOf(externalConsumerId), paymentInstruments: [cardReference(externalCardId)] },
          of,
        ),
      ),
    removeConsumer: async (externalConsumerId, of) =>
      removal(await ask(deleteConsumerInformation, nameOf(externalConsumerId), of)),
    async poll(trace, of) {
      const requestTraceId = trace.replace(removalMark, '');
      const answer = await call(requestStatus, { body: null, parameters: { requestTraceId } }, of);
      if (answer.kind !== 'ANSWER') return outcomeOfRefusal(answer);
      const { status, details = [] } = answer.message;
      if (status !== 'COMPLETED') return { status: 'PENDING', trace };
      const outcome = outcomeOfDetails(details);
      return trace.startsWith(removalMark) ? removal(outcome) : outcome;
    },
    async profile(externalConsumerId, of) {
      const body = { intent: clickToPay, ...nameOf(externalConsumerId) };
      const answer = await call(getData, { body }, of);
      if (answer.kind === 'ANSWER') {
        const { consumerInformation, paymentInstruments } = answer.message;
        const cards = paymentInstruments.map(cardFromWire);
        return { status: 'READ', profile: { consumer: consumerFromWire(consumerInformation), cards } };
      }
      if (answer.kind === 'FAULT') return { status: 'UNAVAILABLE', reason: answer.reason };
      return answer.refusal.code === VisaErrorCode.unknownConsumer
        ? { status: 'READ', profile: null }
        : { status: 'UNAVAILABLE', reason: answer.refusal.code };
    },
  };
}

/** A profile that is not there is made, by whoever looks for it first: it may have left the directory by itself. */
function addition(outcome: DirectoryOutcome): DirectoryOutcome {
  const isGone =
    outcome.status === 'FAILED' &&
    outcome.refused.some(({ reason }) => reason === VisaErrorCode.unknownConsumer);
  return isGone ? { status: 'UNAVAILABLE', reason: VisaErrorCode.unknownConsumer } : outcome;
}

/** Before the trace of a removal: what comes of it is judged otherwise. */
const removalMark = 'removal ';

/** Nothing is left of what the directory does not know. */
function removal(outcome: DirectoryOutcome): DirectoryOutcome {
  if (outcome.status === 'PENDING') return { ...outcome, trace: removalMark + outcome.trace };
  const gone: readonly string[] = [VisaErrorCode.unknownConsumer, VisaErrorCode.unknownCard];
  const isGone = outcome.status === 'FAILED' && outcome.refused.every(({ reason }) => gone.includes(reason));
  return isGone ? { status: 'SUCCESSFUL' } : outcome;
}
