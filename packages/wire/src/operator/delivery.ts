import Type from 'typebox';
import { identifier, instant } from '../issuer-gateway/data/element.ts';
import { VirtualCardId } from '../issuer-gateway/data/identifiers.ts';
import { closedObject } from './closed-object.ts';
import { IssuerId, Limit } from './elements.ts';

/** A message the hub owes an issuer; `PARKED` when it has given up. */
export const DeliveryState = Type.Enum(['PENDING', 'DELIVERED', 'PARKED'], {
  description: 'State of a delivery',
});

export const DeliveryId = identifier('Id of a delivery');

/** Query of `GET /deliveries`. */
export const DeliveryFilter = closedObject({
  issuerId: Type.Optional(IssuerId),
  state: Type.Optional(DeliveryState),
  since: Type.Optional(instant('Delivered or parked then or later')),
  /** The `next` of the page before. */
  before: Type.Optional(DeliveryId),
  limit: Type.Optional(Limit),
});
export type DeliveryFilter = Type.Static<typeof DeliveryFilter>;

export const DeliveryView = Type.Object({
  deliveryId: DeliveryId,
  issuerId: IssuerId,
  queueId: identifier('Of the token, card or consumer whose deliveries go one after the other.'),
  virtualCardId: Type.Optional(VirtualCardId),
  sequence: Type.Integer({ description: 'Place in its queue.' }),
  operation: identifier('Wire name of the message.'),
  correlationId: identifier('The session.'),
  state: DeliveryState,
  attempts: Type.Integer({ description: 'How often it was sent.' }),
  createdAt: instant('When it became due first.'),
  settledAt: Type.Optional(instant('When it was delivered or parked.')),
  nextAttemptAt: Type.Optional(
    instant('When it is sent next; absent when it is not, or an earlier one of its queue goes first.'),
  ),
  explanation: Type.String({ description: 'For people: why it stands where it does, and what to do.' }),
  parameters: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'What its address names and its body does not.',
    }),
  ),
  body: Type.Unknown({ description: 'The message, masked.' }),
});
export type DeliveryView = Type.Static<typeof DeliveryView>;

export const DeliveryList = Type.Object({
  deliveries: Type.Array(DeliveryView, { description: 'Newest first.' }),
  next: Type.Optional(identifier('`before` of the next page; absent on the last.')),
});
export type DeliveryList = Type.Static<typeof DeliveryList>;

export const AttemptView = Type.Object({
  number: Type.Integer({ description: 'Which attempt it was.' }),
  startedAt: instant('When it began.'),
  duration: Type.Integer({ description: 'Milliseconds.' }),
  status: Type.Optional(Type.Integer({ description: 'HTTP status of the answer.' })),
  code: Type.Optional(Type.Integer({ description: 'Response code of a refusal.' })),
  failure: Type.Optional(Type.String({ description: 'Why it did not succeed.' })),
  late: Type.Optional(
    Type.Object(
      {
        status: Type.Integer({ description: 'HTTP status.' }),
        after: Type.Integer({ description: 'Milliseconds from the beginning of the attempt.' }),
      },
      { description: 'An answer that came when the hub no longer waited for it.' },
    ),
  ),
});
export type AttemptView = Type.Static<typeof AttemptView>;

/** `GET /deliveries/{deliveryId}`: the delivery, and every attempt at it. */
export const DeliveryDetails = Type.Object({
  delivery: DeliveryView,
  attempts: Type.Array(AttemptView, { description: 'Oldest first.' }),
});
export type DeliveryDetails = Type.Static<typeof DeliveryDetails>;

/**
 * `POST /deliveries/replay`: sends again, body and ids unchanged, what was delivered or parked. One of `deliveryIds`,
 * `state` and `since` says what; all that are given must fit.
 */
export const ReplayDeliveries = closedObject({
  deliveryIds: Type.Optional(
    Type.Array(DeliveryId, { minItems: 1, maxItems: 500, description: 'These only: 1 to 500 ids' }),
  ),
  state: Type.Optional(Type.Enum(['DELIVERED', 'PARKED'], { description: 'In this state only' })),
  since: Type.Optional(instant('Delivered or parked then or later')),
  issuerId: Type.Optional(IssuerId),
  overtaken: Type.Optional(
    Type.Enum(['REFUSE', 'SEND'], {
      description: 'What happens to those that a later delivered change has overtaken; REFUSE when absent',
    }),
  ),
});
export type ReplayDeliveries = Type.Static<typeof ReplayDeliveries>;

export const ReplayReport = Type.Object({
  replayed: Type.Integer({ description: 'How many are sent again.' }),
  overtaken: Type.Integer({
    description: 'How many are not: a later one of their queue was delivered or is being sent.',
  }),
  overtakenIds: Type.Array(DeliveryId, { description: 'The first hundred of those.' }),
});
export type ReplayReport = Type.Static<typeof ReplayReport>;
