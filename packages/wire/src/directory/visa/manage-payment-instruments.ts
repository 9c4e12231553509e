import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { ConsumerReference } from './data/consumer-information.ts';
import { Intent } from './data/intent.ts';
import { PaymentInstrumentChange } from './data/payment-instrument.ts';
import { RequestTaken } from './data/request-trace.ts';

export const managePaymentInstruments = defineHttpOperation({
  name: 'managePaymentInstruments',
  method: 'PUT',
  path: '/managePaymentInstruments',
  summary: 'Change what the profile says of cards.',
  request: Type.Object({
    intent: Intent,
    consumerInformation: ConsumerReference,
    paymentInstruments: Type.Array(PaymentInstrumentChange, { minItems: 1, maxItems: 10 }),
  }),
  success: 202,
  response: RequestTaken,
});
