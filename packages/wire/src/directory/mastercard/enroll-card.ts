import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { Card, PendingEvents } from './data/card.ts';
import { Consumer } from './data/consumer.ts';
import { ServiceId, SrcClientId, SrcConsumerId, SrcDigitalCardId } from './data/identifiers.ts';

/** The consumer's profile is made with the first card, and is not changed by the next ones. */
export const enrollCard = defineHttpOperation({
  name: 'enrollCard',
  method: 'POST',
  path: '/enrollments',
  summary: 'Enrol one card of a consumer.',
  request: Type.Object({ srcClientId: SrcClientId, serviceId: ServiceId, consumer: Consumer, card: Card }),
  success: 200,
  response: Type.Object({
    srcConsumerId: Type.Optional(SrcConsumerId),
    srcDigitalCardId: SrcDigitalCardId,
    pendingEvents: Type.Optional(PendingEvents),
  }),
});
