import Type from 'typebox';
import { IssuerCardRefId } from '../issuer-gateway/data/identifiers.ts';
import { issuerIdPattern } from '../issuer-gateway/headers.ts';

/** The wallets a card can be pushed to, as `aud` names them, and the wallet provider each is. */
export const pushWallets = {
  APPLE_PAY: 'APPLE_PAY',
  GOOGLE_PAY: 'ANDROID_PAY',
  SAMSUNG_PAY: 'SPAYHCE',
} as const;

export type PushWallet = keyof typeof pushWallets;
export const pushWalletNames = Object.keys(pushWallets) as [PushWallet, ...PushWallet[]];

/** Seconds since 1970. */
const seconds = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description });

/**
 * The claims of an authorization code: a compact JWS (`RS256`, `typ` `JWT`, `kid` optional) by which an issuer lets its
 * application push one card, or control one token.
 */
export const AuthorizationClaims = Type.Object({
  iss: Type.String({ pattern: issuerIdPattern, description: 'The issuer.' }),
  sub: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'The issuerCardRefId, or the virtualCardId.',
  }),
  aud: Type.Enum(pushWalletNames, { description: 'The wallet.' }),
  iat: seconds('When it was signed.'),
  exp: seconds('Until when it is good.'),
  jti: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'Of this code alone.' })),
});
export type AuthorizationClaims = Type.Static<typeof AuthorizationClaims>;

/** What `encryptedCardData` holds. All but reference and card are for networks that want to know the cardholder. */
export const PushedCardData = Type.Object({
  issuerCardRefId: IssuerCardRefId,
  fpan: Type.String({ pattern: '^[0-9]{13,19}$', description: 'Funding PAN.' }),
  exp: Type.String({ pattern: '^(0[1-9]|1[0-2])[0-9]{2}$', description: 'Expiry date, MMYY.' }),
  cardHolderName: Type.String({ minLength: 1, maxLength: 27, description: 'As on the card.' }),
  postalAddress: Type.Optional(
    Type.Object({
      line1: Type.String({ minLength: 1, maxLength: 64 }),
      line2: Type.Optional(Type.String({ maxLength: 64 })),
      city: Type.String({ minLength: 1, maxLength: 32 }),
      postalCode: Type.Optional(Type.String({ maxLength: 10 })),
    }),
  ),
  phoneNumber: Type.Optional(Type.String({ maxLength: 16 })),
  phoneNumberCountryCode: Type.Optional(Type.String({ maxLength: 4 })),
  email: Type.Optional(Type.String({ maxLength: 48 })),
  issuerClientInformation: Type.Optional(Type.String({ maxLength: 256 })),
  termsAndConditionsId: Type.Optional(Type.String({ maxLength: 128 })),
});
export type PushedCardData = Type.Static<typeof PushedCardData>;
