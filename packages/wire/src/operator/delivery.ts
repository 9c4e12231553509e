import Type from 'typebox';
import { identifier, instant } from '../issuer-gateway/data/element.ts';
import { VirtualCardId } from '../issuer-gateway/data/identifiers.ts';
import { closedObject } from './closed-object.ts';
import { IssuerId, Limit } from './elements.ts';

/** A message the hub owes an issuer; `PARKED` when it has given up. */
export const DeliveryState = Type.Enum(['PENDING', 'DELIVERED', 'PARKED'], {
  description: 'State of a delivery',
});

/** Query of `GET /deliveries`. */
export const DeliveryFilter = closedObject({
  issuerId: Type.Optional(IssuerId),
  state: Type.Optional(DeliveryState),
  limit: Type.Optional(Limit),
});
export type DeliveryFilter = Type.Static<typeof DeliveryFilter>;

export const DeliveryView = Type.Object({
  deliveryId: identifier('The delivery.'),
  issuerId: IssuerId,
  virtualCardId: VirtualCardId,
  sequence: Type.Integer({
    description: 'Place among the deliveries of its token, which go one after the other.',
  }),
  operation: identifier('Wire name of the message.'),
  correlationId: identifier('The session.'),
  state: DeliveryState,
  attempts: Type.Integer({ description: 'How often it was sent.' }),
  createdAt: instant('When it became due first.'),
  settledAt: Type.Optional(instant('When it was delivered or parked.')),
  nextAttemptAt: Type.Optional(
    instant('When it is sent next; absent when it is not, or an earlier one of its token goes first.'),
  ),
  body: Type.Unknown({ description: 'The message, masked.' }),
});
export type DeliveryView = Type.Static<typeof DeliveryView>;

export const DeliveryList = Type.Object({
  deliveries: Type.Array(DeliveryView, { description: 'Newest first.' }),
});
export type DeliveryList = Type.Static<typeof DeliveryList>;
