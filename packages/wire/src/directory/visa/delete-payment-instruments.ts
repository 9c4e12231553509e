import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { ConsumerReference } from './data/consumer-information.ts';
import { Intent } from './data/intent.ts';
import { PaymentInstrumentReference } from './data/payment-instrument.ts';
import { RequestTaken } from './data/request-trace.ts';

export const deletePaymentInstruments = defineHttpOperation({
  name: 'deletePaymentInstruments',
  method: 'POST',
  path: '/deletePaymentInstruments',
  summary: 'Remove cards from the profile of a consumer.',
  request: Type.Object({
    intent: Intent,
    consumerInformation: ConsumerReference,
    paymentInstruments: Type.Array(PaymentInstrumentReference, { minItems: 1, maxItems: 10 }),
  }),
  success: 202,
  response: RequestTaken,
});
