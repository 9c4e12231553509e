import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { ConsumerInformation } from './data/consumer-information.ts';
import { Intent } from './data/intent.ts';
import { PaymentInstrument } from './data/payment-instrument.ts';
import { RequestTaken } from './data/request-trace.ts';

export const enrollData = defineHttpOperation({
  name: 'enrollData',
  method: 'POST',
  path: '/enrollData',
  summary: 'Make a profile for a consumer, with cards.',
  request: Type.Object({
    intent: Intent,
    consumerInformation: ConsumerInformation,
    paymentInstruments: Type.Array(PaymentInstrument, { minItems: 1, maxItems: 10 }),
  }),
  success: 202,
  response: RequestTaken,
});
