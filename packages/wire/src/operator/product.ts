import Type from 'typebox';
import { flag } from '../issuer-gateway/data/element.ts';
import { Trid } from '../token-requestor/identifiers.ts';
import { closedObject } from './closed-object.ts';
import { D1Product } from './d1-product.ts';
import { chosenId, DisplayName, IssuerId } from './elements.ts';

export const ProductId = chosenId('the product');

const PanRange = closedObject({
  prefix: Type.String({
    pattern: '^[0-9]{6,11}$',
    description: 'What the card numbers begin with: 6 to 11 digits',
  }),
  panLength: Type.Integer({ minimum: 13, maximum: 19, description: 'Digits of a card number: 13 to 19' }),
});

const TokenRange = closedObject({
  tokenBin: Type.String({
    pattern: '^[0-9]{6,9}$',
    description: 'What the tokens begin with: 6 to 9 digits',
  }),
  tokenLength: Type.Integer({ minimum: 16, maximum: 19, description: 'Digits of a token: 16 to 19' }),
});

const Terms = closedObject({
  id: Type.String({ minLength: 1, maxLength: 64, description: 'Id of the terms: 1 to 64 characters' }),
  language: Type.String({ pattern: '^[a-z]{2}$', description: 'Language of two small letters (ISO 639-1)' }),
  version: Type.String({
    minLength: 1,
    maxLength: 32,
    description: 'Version of the terms: 1 to 32 characters',
  }),
  text: Type.String({
    minLength: 1,
    maxLength: 200_000,
    description: 'What the cardholder accepts: 1 to 200,000 characters',
  }),
});

const Profile = closedObject({
  productId: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'Profile as the issuer names it: 1 to 64 characters',
  }),
  shortDescription: Type.String({
    maxLength: 256,
    description: 'Shown under the card: at most 256 characters',
  }),
  cardArtUrl: Type.String({ maxLength: 2048, description: 'Picture of the card: a URL, or empty' }),
});

const Auxiliary = closedObject({
  productId: ProductId,
  asksIssuer: flag(
    'True or false: whether the issuer is asked for the domestic card, or the international number used',
  ),
});

/** `PUT /products/{productId}`: makes a card product, or replaces it. */
export const PutProduct = closedObject({
  issuerId: IssuerId,
  name: Type.Optional(DisplayName),
  scheme: Type.String({
    pattern: '^[A-Z][A-Z0-9_]{0,31}$',
    description: 'Payment scheme in capitals: DOMESTIC, VISA, MASTERCARD or another',
  }),
  tsp: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'TSP that makes the tokens' })),
  tokenProductId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description: "The TSP's name for the product: 1 to 64 characters",
    }),
  ),
  apiFamily: Type.Optional(
    Type.Enum(['ISSUER_GATEWAY', 'D1'], { description: 'API the hub speaks with the issuer' }),
  ),
  panRanges: Type.Array(PanRange, {
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
    description: '1 to 100 ranges of card numbers, none twice',
  }),
  tokenRanges: Type.Array(TokenRange, {
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
    description: '1 to 100 ranges of tokens, none twice',
  }),
  tokenRequestorIds: Type.Array(Trid, {
    maxItems: 1000,
    uniqueItems: true,
    description: 'TRIDs that may ask for tokens: at most 1000, none twice',
  }),
  maxTokensPerCard: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 10_000, description: 'Tokens one card may have: 1 to 10000' }),
  ),
  issuerOverridesYellow: Type.Optional(
    flag("True or false: whether the issuer's green stands against the wallet's yellow"),
  ),
  standIn: Type.Optional(
    flag('True or false: whether a network that can do it decides when the issuer does not answer'),
  ),
  terms: Type.Optional(Type.Array(Terms, { maxItems: 100, description: 'Terms, at most one per language' })),
  profiles: Type.Optional(Type.Array(Profile, { maxItems: 1000, description: 'At most 1000 card profiles' })),
  auxiliary: Type.Optional(Auxiliary),
  d1: Type.Optional(D1Product),
});
export type PutProduct = Type.Static<typeof PutProduct>;

export const ProductView = Type.Object({
  productId: ProductId,
  ...Type.Required(PutProduct).properties,
  auxiliary: Type.Optional(Auxiliary),
  d1: Type.Optional(Type.Required(D1Product)),
});
export type ProductView = Type.Static<typeof ProductView>;

export const ProductList = Type.Object({ products: Type.Array(ProductView) });
export type ProductList = Type.Static<typeof ProductList>;
