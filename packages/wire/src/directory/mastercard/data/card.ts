import Type from 'typebox';
import { openValue } from '../../../issuer-gateway/data/element.ts';
import { CardNumber, LastFour } from '../../personal-elements.ts';
import { Address } from './address.ts';
import { ExternalCardId, SrcDigitalCardId } from './identifiers.ts';

/** A card to be enrolled, by its number. */
export const Card = Type.Object({
  externalCardId: ExternalCardId,
  primaryAccountNumber: CardNumber,
  panExpirationMonth: Type.String({ pattern: '^(0[1-9]|1[0-2])$', description: 'Of the card.' }),
  panExpirationYear: Type.String({ pattern: '^20[0-9]{2}$', description: 'Of the card.' }),
  billingAddress: Address,
});
export type Card = Type.Static<typeof Card>;

/** What must still happen before a card can be used. */
export const PendingEvents = Type.Array(
  openValue(['PENDING_SCA', 'PENDING_AVS', 'PENDING_CONSUMER_IDV'], 'What must still happen.'),
);

/** A card as the directory shows it (SRC, masked card and digital card data). */
export const MaskedCard = Type.Object({
  externalCardId: ExternalCardId,
  srcDigitalCardId: SrcDigitalCardId,
  panLastFour: LastFour,
  billingAddress: Address,
  digitalCardData: Type.Object({
    status: openValue(['ACTIVE', 'SUSPENDED', 'EXPIRED', 'PENDING', 'CANCELLED'], 'State of the card.'),
    pendingEvents: Type.Optional(PendingEvents),
  }),
});
export type MaskedCard = Type.Static<typeof MaskedCard>;
