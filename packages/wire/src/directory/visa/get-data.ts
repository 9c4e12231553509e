import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { ConsumerInformation, ConsumerReference } from './data/consumer-information.ts';
import { Intent } from './data/intent.ts';
import { EnrolledPaymentInstrument } from './data/payment-instrument.ts';

export const getData = defineHttpOperation({
  name: 'getData',
  method: 'POST',
  path: '/getData',
  summary: 'Read the profile of a consumer.',
  request: Type.Object({ intent: Intent, consumerInformation: ConsumerReference }),
  success: 200,
  response: Type.Object({
    consumerInformation: ConsumerInformation,
    paymentInstruments: Type.Array(EnrolledPaymentInstrument),
  }),
});
