import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { MaskedCard } from './data/card.ts';
import { ConsumerDetails } from './data/consumer.ts';
import { SrcConsumerId } from './data/identifiers.ts';

export const getConsumer = defineHttpOperation({
  name: 'getConsumer',
  method: 'GET',
  path: '/consumers/:externalConsumerId',
  summary: 'Read the profile of a consumer.',
  request: null,
  success: 200,
  response: Type.Object({
    srcConsumerId: SrcConsumerId,
    consumer: ConsumerDetails,
    maskedCards: Type.Array(MaskedCard),
  }),
});
