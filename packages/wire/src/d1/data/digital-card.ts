import Type from 'typebox';
import { identifier, personalText } from '../../issuer-gateway/data/element.ts';
import { ExpiryDate } from '../dates.ts';
import { CardId, DigitalCardId } from '../identifiers.ts';
import { Last4 } from './card-elements.ts';
import { listedValue } from './element.ts';
import { CardScheme } from './scheme.ts';

/** States of a digital card; `INACTIVE` is a suspended one, `PENDING_IDV` waits for its device or its user. */
export const digitalCardStates = ['ACTIVE', 'INACTIVE', 'EXPIRED', 'DELETED', 'PENDING_IDV'] as const;
export type DigitalCardState = (typeof digitalCardStates)[number];

/** A token as the issuer sees it (Digital Card API). Last digits and expiry date are the token's. */
export const DigitalCard = Type.Object({
  digitalCardId: DigitalCardId,
  cardId: CardId,
  state: listedValue(digitalCardStates, 'State of the digital card.'),
  scheme: Type.Optional(CardScheme),
  last4: Type.Optional(Last4),
  expiryDate: Type.Optional(ExpiryDate),
  deviceId: Type.Optional(personalText('The device as its wallet knows it.')),
  deviceName: Type.Optional(personalText('Name the user gave to the device.')),
  deviceType: Type.Optional(identifier('Kind of device.')),
  walletId: Type.Optional(identifier('The wallet.')),
  walletName: Type.Optional(identifier('Name of the wallet.')),
  tokenRequestorId: Type.Optional(identifier('The token requestor.')),
  tokenRequestorName: Type.Optional(identifier('Name of the token requestor.')),
});

export type DigitalCard = Type.Static<typeof DigitalCard>;
