import Type from 'typebox';
import { identifier, instant } from '../issuer-gateway/data/element.ts';
import { correlationIdPattern } from '../issuer-gateway/headers.ts';
import { closedObject } from './closed-object.ts';

const CorrelationId = Type.String({
  pattern: correlationIdPattern,
  description: 'Correlation id: 1 to 64 letters, digits, _, -, . or spaces',
});

/** One recorded message between the hub and a peer, its bodies masked. */
export const ExchangeView = Type.Object({
  exchangeId: identifier('The record.'),
  direction: Type.Enum(['inbound', 'outbound'], { description: 'Who called: the peer, or the hub.' }),
  peer: identifier('Who is at the other end: `issuer:BANKONE001`, `requestor:applepay`.'),
  aggregatorId: Type.Optional(
    identifier('The aggregator that called in its name; absent: it did so itself.'),
  ),
  userId: Type.Optional(identifier("Who asked for it there, by the peer's own word (`x-user-id`).")),
  operation: identifier('Wire name of the call.'),
  correlationId: identifier('The session.'),
  startedAt: instant("When it began, by the hub's clock."),
  duration: Type.Integer({ description: 'Milliseconds.' }),
  status: Type.Optional(Type.Integer({ description: 'HTTP status; absent when no answer came.' })),
  request: Type.Optional(Type.Unknown({ description: 'Masked body.' })),
  response: Type.Optional(Type.Unknown({ description: 'Masked body.' })),
  failure: Type.Optional(Type.String({ description: 'Why no answer came, or what was wrong with it.' })),
});
export type ExchangeView = Type.Static<typeof ExchangeView>;

/** Query of `GET /exchanges`. */
export const ExchangeFilter = closedObject({ correlationId: CorrelationId });
export type ExchangeFilter = Type.Static<typeof ExchangeFilter>;

export const ExchangeList = Type.Object({
  exchanges: Type.Array(ExchangeView, { description: 'In the order they began.' }),
});
export type ExchangeList = Type.Static<typeof ExchangeList>;
