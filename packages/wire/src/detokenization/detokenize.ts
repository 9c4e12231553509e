import Type from 'typebox';
import { oneOf, text } from '../issuer-gateway/data/element.ts';
import {
  Amount,
  CardAcceptor,
  PanEntryMode,
  Reference,
  TokenizedCard,
  TransactionDateTime,
  TransactionType,
} from './message-elements.ts';
import { type DetokenizationCode, detokenizationCodes } from './response-codes.ts';

/** `POST /detokenize`: a payment came in with a token; whose card is it? */
export const Detokenize = Type.Object({
  scheme: oneOf(['DOMESTIC'], 'The scheme of the token: the one whose tokens this TSP makes.'),
  tokenizedCard: TokenizedCard,
  reference: Reference,
  amount: Amount,
  transactionDateTime: TransactionDateTime,
  transactionType: TransactionType,
  panEntryMode: PanEntryMode,
  cardAcceptor: CardAcceptor,
  chipRelatedData: Type.String({
    minLength: 1,
    maxLength: 510,
    description: 'BER-TLV in hexadecimal: 9F19, 9F10, 9F26, 9F36, 9F37 and what else the chip said.',
    log: 'envelope',
  }),
});
export type Detokenize = Type.Static<typeof Detokenize>;

/** The answer, HTTP 200 whatever was found. */
export const DetokenizeResult = Type.Object({
  responseCode: oneOf(
    Object.keys(detokenizationCodes) as [DetokenizationCode, ...DetokenizationCode[]],
    'What the TSP found.',
  ),
  responseMessage: text('The same in words.'),
  cipheredDetokenizedCard: Type.Optional(
    Type.String({
      description: "JWE (RSA-OAEP, A256GCM) of the card's pan and expiry, for the caller's key.",
      log: 'envelope',
    }),
  ),
});
export type DetokenizeResult = Type.Static<typeof DetokenizeResult>;
