import Type from 'typebox';
import { identifier, text } from './element.ts';

/** Who asked for the token, in the terms of its token service provider. */
export const TokenRequestor = Type.Object({
  id: Type.Optional(identifier('Token requestor id (TRID), 11 digits with most networks.')),
  originalTokenRequestorId: Type.Optional(identifier('Token requestor that the request first came from.')),
  walletId: Type.Optional(identifier('The wallet as the token service provider knows it.')),
  merchantId: Type.Optional(identifier('The merchant as the token service provider knows it.')),
  name: Type.Optional(text('Name of the wallet or merchant.')),
  tspId: Type.Optional(identifier('The token service provider.')),
});

export type TokenRequestor = Type.Static<typeof TokenRequestor>;
