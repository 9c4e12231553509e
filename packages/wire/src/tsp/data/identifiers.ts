import Type from 'typebox';
import { envelopedData, identifier } from '../../issuer-gateway/data/element.ts';
import { issuerIdPattern } from '../../issuer-gateway/headers.ts';

/** The identifiers of the TSP API and who makes each. */

/** Made by the TSP. */
export const TokenId = identifier('The token as the TSP knows it.', 48);

/** Given by the hub; exactly 10 characters. */
export const IssuerId = Type.String({
  pattern: issuerIdPattern,
  description: 'The issuer of the card: 10 letters, digits, _ or -.',
  log: 'plain',
});

/** Made by the issuer. */
export const IssuerCardRefId = identifier('The card as the issuer knows it.', 64);

/** Made by the wallet. */
export const WalletCardRefId = identifier('The card as the wallet knows it.', 64);

/** Made by the TSP. */
export const TransactionId = identifier('The transaction.', 64);

/** Made by the TSP: the token domain. */
export const TokenProductId = identifier('What kind of token the TSP makes for the card.', 64);

/** A CMS envelope around the card, base64 (RFC 5652, EnvelopedData; the plaintext is `CardInfo`). */
export const CipheredCardInfo = envelopedData('Funding card, enveloped for the TSP.', 8196);
