import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { ConsumerReference } from './data/consumer-information.ts';
import { Intent } from './data/intent.ts';
import { PaymentInstrument } from './data/payment-instrument.ts';
import { RequestTaken } from './data/request-trace.ts';

export const enrollPaymentInstruments = defineHttpOperation({
  name: 'enrollPaymentInstruments',
  method: 'POST',
  path: '/enrollPaymentInstruments',
  summary: 'Add cards to the profile of a consumer.',
  request: Type.Object({
    intent: Intent,
    consumerInformation: ConsumerReference,
    paymentInstruments: Type.Array(PaymentInstrument, { minItems: 1, maxItems: 10 }),
  }),
  success: 202,
  response: RequestTaken,
});
