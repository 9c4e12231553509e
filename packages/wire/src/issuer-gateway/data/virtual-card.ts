import Type from 'typebox';
import { DeviceInformation } from './device-information.ts';
import { flag, instant, openValue, personalText, text } from './element.ts';
import {
  IssuerCardRefId,
  TokenStorageId,
  VirtualCardId,
  WalletCardRefId,
  WalletProviderId,
  WalletVirtualCardId,
} from './identifiers.ts';
import { TokenRequestor } from './token-requestor.ts';
import { tokenStates } from './token-state.ts';

/** One token of a card, as `getCardInfo` lists it. */
export const VirtualCard = Type.Object({
  virtualCardId: VirtualCardId,
  issuerCardRefId: IssuerCardRefId,
  walletProviderId: WalletProviderId,
  deviceInformation: DeviceInformation,
  status: openValue(tokenStates, 'State of the token.'),
  isPrimary: Type.Optional(flag('False for the domestic token of a cobadged card.')),
  walletCardRefId: Type.Optional(WalletCardRefId),
  walletVirtualCardId: Type.Optional(WalletVirtualCardId),
  tokenStorageId: Type.Optional(TokenStorageId),
  tokenRequestor: Type.Optional(TokenRequestor),
  tokenLastDigits: Type.Optional(text('Last digits of the token number.')),
  tokenExpiryDate: Type.Optional(personalText('Expiry date of the token, MMYY.')),
  creationDate: Type.Optional(instant('When the token was made.')),
  lastUpdateDate: Type.Optional(instant('When the token last changed.')),
});

export type VirtualCard = Type.Static<typeof VirtualCard>;
