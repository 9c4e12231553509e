import Type from 'typebox';
import { flag, identifier } from '../../issuer-gateway/data/element.ts';
import { IssuerId } from './identifiers.ts';
import { TokenInfo } from './token-info.ts';

/** Longest value of one element, in characters. */
const longestValue = 32 * 1024;

/** Elements that personalise a payment application; none of their values is ever logged. */
export const TokenPersoInfo = Type.Array(
  Type.Object({
    name: identifier('Name of the element, as device and TSP know it.'),
    value: Type.String({ maxLength: longestValue, description: 'Its value.' }),
  }),
  { maxItems: 200, description: 'Elements that personalise a payment application.' },
);
export type TokenPersoInfo = Type.Static<typeof TokenPersoInfo>;

/** A whole set of personalisation data or a part of it; it is used once a part says that the set is complete. */
export const TokenData = Type.Object({
  issuerId: IssuerId,
  tokenInfo: Type.Optional(TokenInfo),
  tokenPersoInfo: TokenPersoInfo,
  complete: flag('Whether nothing more follows.'),
});
export type TokenData = Type.Static<typeof TokenData>;
