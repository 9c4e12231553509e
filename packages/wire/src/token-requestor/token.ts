import Type from 'typebox';
import { expiryPattern } from '../card/expiry.ts';
import { flag, identifier, instant, openValue } from '../issuer-gateway/data/element.ts';
import {
  PrimaryWalletVirtualCardId,
  TokenStorageId,
  VirtualCardId,
  WalletCardRefId,
  WalletProviderId,
  WalletVirtualCardId,
} from '../issuer-gateway/data/identifiers.ts';
import { tokenStates } from '../issuer-gateway/data/token-state.ts';
import { Trid } from './identifiers.ts';

/** A token as its requestor sees it. The token's value is never here. */
export const TokenOfRequestor = Type.Object({
  virtualCardId: VirtualCardId,
  state: openValue(tokenStates, 'State of the token.'),
  suspendedBy: Type.Array(identifier('Who holds the token suspended.')),
  tokenRequestorId: Trid,
  walletProviderId: WalletProviderId,
  walletCardRefId: Type.Optional(WalletCardRefId),
  walletVirtualCardId: Type.Optional(WalletVirtualCardId),
  tokenStorageId: Type.Optional(TokenStorageId),
  isPrimary: Type.Optional(flag('False for the domestic token of a cobadged card.')),
  primaryWalletVirtualCardId: Type.Optional(PrimaryWalletVirtualCardId),
  tokenLastDigits: identifier('Of the token.', 4),
  tokenExpiryDate: Type.String({ pattern: expiryPattern, description: 'Of the token, MMYY.', log: 'plain' }),
  cardLastDigits: identifier('Of the card number.', 4),
  creationDate: instant('When the token was made.'),
  lastUpdateDate: instant('When the token changed last.'),
});
export type TokenOfRequestor = Type.Static<typeof TokenOfRequestor>;
