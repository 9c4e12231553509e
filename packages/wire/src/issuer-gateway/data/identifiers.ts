import Type from 'typebox';
import { identifier } from './element.ts';

/** The identifiers of the Issuer Gateway API and who makes each (Issuer Gateway API, key concepts). */

const longestIssuerCardRefId = 48;

/** Made by the issuer in its answer to `checkCardEligibility`; always the same for one FPAN, and never the PAN. */
export const IssuerCardRefId = identifier('The card as the issuer knows it.', longestIssuerCardRefId);

export const NewIssuerCardRefId = identifier(
  'The card as the issuer will know it from now on. Sent only when the identifier has to change.',
  longestIssuerCardRefId,
);

/** Made by the hub. Token, virtual card and digital card are one thing. */
export const VirtualCardId = identifier('The token as hub and issuer know it.', 64);

/** Given by the hub when a wallet joins: `APPLE_PAY`, `ANDROID_PAY` (Google Pay), `SPAYHCE` (Samsung Pay), others. */
export const WalletProviderId = identifier('The wallet or merchant that asked for the token.');

/** Made by the wallet; FPANID in Apple Pay. It outlives replacement and renewal of the card. */
export const WalletCardRefId = identifier('The card as the wallet knows it.');

/** Made by the network, or by the hub on the auxiliary side of a cobadged card; DPANID in Apple Pay. */
export const WalletVirtualCardId = identifier('The token as the wallet knows it.');

/** Made by the network: the token on the primary side of a cobadged card; the primary DPANID in Apple Pay. */
export const PrimaryWalletVirtualCardId = identifier('The primary token as the wallet knows it.');

/** Made by the wallet: a secure element, or an instance of the wallet's application. */
export const TokenStorageId = identifier('Where the token lives.');

/** Made by the token service provider: VCMM of Visa, issuer product configuration of Mastercard. */
export const ProductId = identifier('The profile of the card: its art, its terms, its metadata.');

/** Made by the token service provider. Mastercard's is provisional until the binding has succeeded. */
export const DeviceBindingReference = identifier('One binding of a token to a device.', 64);

/** Made by whoever owns the key pair. Deployed peers also send it empty, which means the same as not at all. */
export const PublicKeyIdentifier = Type.String({
  pattern: '^[A-Za-z0-9_.-]{1,64}$',
  description: 'The public key that the enveloped data of this message is encrypted with.',
  blank: 'absent',
  log: 'plain',
});
