import Type from 'typebox';
import { identifier } from '../issuer-gateway/data/element.ts';

/** Every refusal of the operator API: its stable code, and the HTTP status it comes with. */
export const operatorErrors = {
  unauthorized: 401,
  'unknown-path': 404,
  'wrong-verb': 405,
  'body-too-large': 413,
  'wrong-media-type': 415,
  'server-error': 500,
  'not-json': 400,
  'missing-parameter': 400,
  'unknown-parameter': 400,
  'bad-parameter': 400,
  /** A certificate that breaks the rules; the message says which. */
  'bad-certificate': 400,
  /** A public key that cannot be used; the message says why. */
  'bad-key': 400,
  /** The body names an issuer or a TSP that is not there. */
  'unknown-reference': 400,
  /** What the path names is not there. */
  'not-found': 404,
  /** The certificate is pinned for somebody else. */
  'certificate-taken': 409,
  /** It is the id of somebody else, who would be taken for the other. */
  'id-taken': 409,
  /** The range overlaps one of somebody else. */
  'range-taken': 409,
  /** The change would take cards away from their product. */
  'cards-would-be-lost': 409,
  /** Not possible in the state the token is in. */
  'not-in-this-state': 409,
  'refused-by-tsp': 409,
  /** A hub in production lives in real time. */
  'clock-not-adjustable': 409,
} as const;

export type OperatorErrorCode = keyof typeof operatorErrors;

/** Body of every refusal of the operator API. */
export const OperatorError = Type.Object({
  error: identifier('Stable code.'),
  message: Type.String({ description: 'For people: what is wrong, where, and what to do.' }),
  parameter: Type.Optional(identifier('Dotted name of what is wrong: `settings.outboundBase`.')),
});
export type OperatorError = Type.Static<typeof OperatorError>;
