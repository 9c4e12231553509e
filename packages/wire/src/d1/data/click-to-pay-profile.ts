import Type from 'typebox';
import { openValue } from '../../issuer-gateway/data/element.ts';
import { ExpiryDate } from '../dates.ts';
import { CardId, DigitalCardId } from '../identifiers.ts';
import { Address } from './address.ts';
import { Last4 } from './card-elements.ts';
import { ClickToPayConsumer } from './consumer-info.ts';
import { personalName } from './element.ts';
import { ClickToPayScheme } from './scheme.ts';

/** The name as printed on the card. */
export const CardholderName = personalName('Name on the card.', 26);

/** What one directory knows of a consumer (Click to Pay API, get profiles). */
export const ClickToPayProfile = Type.Object({
  scheme: ClickToPayScheme,
  consumerInfo: ClickToPayConsumer,
  cards: Type.Array(
    Type.Object({
      cardId: CardId,
      last4: Last4,
      expiryDate: ExpiryDate,
      cardholderName: Type.Optional(CardholderName),
      billingAddress: Address,
      digitalCardId: Type.Optional(DigitalCardId),
      state: openValue(['ACTIVE', 'INACTIVE'], 'State of the card at the directory.'),
    }),
    { description: 'Cards of the profile; there may be none.' },
  ),
});

export type ClickToPayProfile = Type.Static<typeof ClickToPayProfile>;
