import Type from 'typebox';
import { flag, instant } from '../../issuer-gateway/data/element.ts';
import { ExpiryDate } from '../dates.ts';
import { CardId, CardProductId, ConsumerId } from '../identifiers.ts';
import { Last4 } from './card-elements.ts';
import { CardState } from './card-state.ts';
import { listedValue } from './element.ts';
import { CardScheme } from './scheme.ts';

/**
 * What the v1 API tells of a card; never the PAN. `accountIds`, deprecated, is no longer sent. Of a card that was not
 * registered its consumer and expiry date need not be known, and not every card is of a network that D1 has a name for.
 */
export const CardDetailsV1 = Type.Object({
  consumerId: Type.Optional(ConsumerId),
  cardId: CardId,
  cardProductId: CardProductId,
  threeDSsupport: flag('Whether EMV 3-D Secure is supported.'),
  scheme: Type.Optional(CardScheme),
  last4: Last4,
  expiryDate: Type.Optional(ExpiryDate),
  state: CardState,
  creationTime: instant('When it was registered or made.'),
  lastUpdateTime: instant('When it changed last.'),
});

export type CardDetailsV1 = Type.Static<typeof CardDetailsV1>;

/** What the v2 API tells of a card, alone or in a list. */
export const CardDetails = Type.Object({
  ...CardDetailsV1.properties,
  ongoingOperation: Type.Optional(
    listedValue(['RENEW'], 'A renewal was begun, and the new card waits to be activated.'),
  ),
});

export type CardDetails = Type.Static<typeof CardDetails>;
