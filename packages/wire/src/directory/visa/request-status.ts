import Type from 'typebox';
import { defineHttpOperation } from '../../http-operation.ts';
import { identifier, openValue, text } from '../../issuer-gateway/data/element.ts';
import { RequestTraceId } from './data/request-trace.ts';

/** What became of one thing that a request was about. */
export const RequestDetail = Type.Object({
  type: openValue(['CONSUMER', 'CARD'], 'What it is.'),
  externalPaymentInstrumentID: Type.Optional(identifier('Of a card.', 64)),
  status: openValue(['SUCCESS', 'FAILURE'], 'Whether it was done.'),
  code: Type.Optional(identifier('Why not: `VIDC-2004`.', 32)),
  message: Type.Optional(text('The same for people.')),
});
export type RequestDetail = Type.Static<typeof RequestDetail>;

/** COMPLETED does not mean that everything was done: each detail says it for itself. */
export const requestStatus = defineHttpOperation({
  name: 'requestStatus',
  method: 'GET',
  path: '/requestStatus/:requestTraceId',
  summary: 'Ask what became of a request.',
  request: null,
  success: 200,
  response: Type.Object({
    requestTraceId: RequestTraceId,
    status: openValue(['IN_PROGRESS', 'COMPLETED'], 'How far it is.'),
    details: Type.Optional(Type.Array(RequestDetail)),
  }),
});
