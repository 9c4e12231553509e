import Type from 'typebox';
import { flag, text } from './element.ts';
import { SentLevelOfTrust } from './level-of-trust.ts';

/**
 * What wallet and network think of the request (Issuer Gateway API, scoring information). Scores run from `1` to `5`,
 * the best; reason codes are two characters of the network's own list. Every member depends on the source:
 * `levelOfTrust` does not come from Samsung Pay, `tspScore` comes from Visa and UPI only, `reasonCodes` from the
 * networks and Apple Pay.
 */
export const ScoringInformation = Type.Object({
  levelOfTrust: Type.Optional(SentLevelOfTrust),
  tspScore: Type.Optional(text('Score of the token service provider.')),
  reasonCodes: Type.Optional(Type.Array(text('Two-character reason code of the network.'))),
  deviceScore: Type.Optional(text('Score of the device.')),
  deviceTenure: Type.Optional(text('How long the device has been known.')),
  deviceTokens: Type.Optional(text('Number of tokens on the device.')),
  deviceCountry: Type.Optional(text('Country of the device.')),
  devicePayJoinDate: Type.Optional(text('Since when the device has paid.')),
  accountScore: Type.Optional(text('Score of the account.')),
  accountCreationDate: Type.Optional(text('When the account was opened.')),
  accountLastUpdateDate: Type.Optional(text('When the account was last changed.')),
  userTenure: Type.Optional(text('How long the user has been known.')),
  userTokens: Type.Optional(text('Number of tokens of the user.')),
  userWallets: Type.Optional(text('Number of wallets of the user.')),
  userCountry: Type.Optional(text('Country of the user.')),
  userPayJoinDate: Type.Optional(text('Since when the user has paid.')),
  phoneNumberScore: Type.Optional(text('Score of the phone number.')),
  walletScore: Type.Optional(text('Score of the wallet.')),
  walletTenure: Type.Optional(text('How long the wallet has been used.')),
  walletTransactions: Type.Optional(text('Number of transactions of the wallet.')),
  cardScore: Type.Optional(text('Score of the card.')),
  cardTenure: Type.Optional(text('How long the card has been known.')),
  cardNewlyAdded: Type.Optional(flag('Whether the card is new to the account.')),
  levelOfTrustStandardVersion: Type.Optional(text('Version of the rules behind the level of trust.')),
});

export type ScoringInformation = Type.Static<typeof ScoringInformation>;
