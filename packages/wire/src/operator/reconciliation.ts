import Type from 'typebox';
import { identifier, integer } from '../issuer-gateway/data/element.ts';
import { closedObject } from './closed-object.ts';
import { chosenId, IssuerId } from './elements.ts';

/**
 * `POST /reconciliations`: compares the tokens of hub and TSPs, of an issuer or of one of its products. The answer is a
 * line of JSON for each step, as it happens.
 */
export const Reconcile = closedObject({
  issuerId: Type.Optional(IssuerId),
  productId: Type.Optional(chosenId('a card product, instead of an issuer')),
  action: Type.Enum(['REPORT', 'MEND'], { description: 'REPORT, or MEND to mend what can be mended' }),
});
export type Reconcile = Type.Static<typeof Reconcile>;

export const ReconciliationStep = Type.Union([
  Type.Object({
    kind: Type.Literal('DIFFERENCE'),
    tsp: identifier('As card products name it.'),
    tspTokenId: identifier("The TSP's reference of the token."),
    virtualCardId: Type.Optional(identifier('Absent when the hub does not have the token.')),
    difference: Type.Enum(['ONLY_AT_HUB', 'ONLY_AT_TSP', 'STATE', 'EXPIRY_DATE', 'LAST_DIGITS']),
    explanation: Type.String(),
    mendable: Type.Enum(['YES', 'NO'], { description: 'Whether MEND would try to.' }),
    mended: Type.Enum(['YES', 'NO']),
  }),
  Type.Object({ kind: Type.Literal('PROGRESS'), compared: integer('Tokens compared so far.') }),
  Type.Object({
    kind: Type.Literal('TSP_FAILED'),
    tsp: identifier('The TSP that did not list its tokens: the rest of them was not compared.'),
    code: integer('What it answered.'),
  }),
  Type.Object({
    kind: Type.Literal('DONE'),
    compared: integer('Tokens compared.'),
    differences: integer('Differences found.'),
    mended: integer('Of those, how many were mended.'),
  }),
]);
export type ReconciliationStep = Type.Static<typeof ReconciliationStep>;
