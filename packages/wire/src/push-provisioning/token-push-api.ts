import Type from 'typebox';
import { identifier, instant, oneOf, openValue } from '../issuer-gateway/data/element.ts';
import { PublicKeyIdentifier, VirtualCardId } from '../issuer-gateway/data/identifiers.ts';
import { tokenStates } from '../issuer-gateway/data/token-state.ts';
import { pushWalletNames } from './authorization-code.ts';

/** Base path of the API for issuers' applications on the hub. */
export const tokenPushBasePath = '/token-push/v1';

/** A bearer token in effect: the log shows its length. */
const AuthorizationCode = Type.String({
  minLength: 1,
  maxLength: 4096,
  description: "Compact JWS, signed by the issuer's back end.",
  log: 'envelope',
});

/** `POST /push`: the application wants a card in a wallet. */
export const PushCard = Type.Object({
  authorizationCode: AuthorizationCode,
  encryptedCardData: Type.String({
    minLength: 1,
    maxLength: 8196,
    description: "PKCS#7 for the hub's certificate, base64 or hexadecimal.",
    log: 'envelope',
  }),
  publicKeyIdentifier: Type.Optional(PublicKeyIdentifier),
});
export type PushCard = Type.Static<typeof PushCard>;

/** The answer: what the application hands to the wallet. */
export const PushedCard = Type.Object({
  wallet: oneOf(pushWalletNames, 'The wallet it is for.'),
  payload: Type.String({ description: 'Compact JWE; opaque to application and wallet.', log: 'envelope' }),
  validUntil: instant('The wallet must have used it by then.'),
});
export type PushedCard = Type.Static<typeof PushedCard>;

/** `POST /control`: the cardholder acts on a token, in the application. `sub` of the code is its virtualCardId. */
export const ControlToken = Type.Object({
  authorizationCode: AuthorizationCode,
  action: oneOf(['SUSPEND', 'RESUME', 'DELETE', 'ACTIVATE'], 'What is done, as the cardholder.'),
});
export type ControlToken = Type.Static<typeof ControlToken>;

export const ControlledToken = Type.Object({
  virtualCardId: VirtualCardId,
  state: openValue(tokenStates, 'State of the token.'),
});
export type ControlledToken = Type.Static<typeof ControlledToken>;

/**
 * Body of every refusal: 111 missing, 112 malformed or undecryptable, 161 the code is not good (whatever the cause), 163
 * no product of the issuer, 119 unknown token, 432 not in this state, 921 server error.
 */
export const TokenPushError = Type.Object({
  errorCode: Type.Integer({ description: 'Why the call is refused.', log: 'plain' }),
  errorMessage: identifier('For a log.', 256),
});
export type TokenPushError = Type.Static<typeof TokenPushError>;
