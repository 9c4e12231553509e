import Type from 'typebox';
import { issuerIdPattern } from '../issuer-gateway/headers.ts';
import { wireIdentifier } from './data/element.ts';

/** The identifiers of the D1 APIs and who makes each (D1 identifiers). The published patterns are read as anchored. */

/** Given at onboarding; exactly 10 characters. */
export const IssuerId = Type.String({
  pattern: issuerIdPattern,
  description: 'The issuer: 10 letters, digits, _ or -.',
  log: 'plain',
});

/** Made by the issuer; holds no personal data and no PAN. */
export const ConsumerId = wireIdentifier('The consumer as the issuer knows them.', 64);

/** Made by the issuer. Deprecated: read and not used. */
export const AccountId = wireIdentifier('The account of the card. Deprecated: ignored.', 64);

/** Made by the issuer; never the PAN nor made from it. */
export const CardId = wireIdentifier('The card as the issuer knows it.', 48);

/** Whether D1 can name a card that its issuer refers to like this. */
export function isCardId(reference: string): boolean {
  return /^[A-Za-z0-9_-]{1,48}$/.test(reference);
}

/** Agreed at onboarding. */
export const CardProductId = wireIdentifier('The card product.', 48);

/** Made by D1. */
export const DigitalCardId = wireIdentifier('The digital card: the token.', 64);

/** Made by D1. */
export const OperationId = wireIdentifier('The operation; receivers de-duplicate by it.', 64);
