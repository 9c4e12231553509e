/**
 * PKCS#7/CMS envelopes of the Issuer Gateway API: card data sealed for one RSA certificate (RFC 5652, EnvelopedData).
 */
export type { RsaPadding } from './algorithms.ts';
export {
  describeEnvelope,
  type EnvelopeDescription,
  type IdentifierDescription,
  type KeyEncryptionDescription,
  type KeyTransportDescription,
  type RecipientDescription,
} from './describing.ts';
export { type EnvelopeDiagnosis, explainDiagnosis } from './diagnosis.ts';
export type { RecipientForm, RecipientKind } from './enveloped-data.ts';
export {
  EnvelopeKeyError,
  importOpeningKey,
  importSealingKey,
  type OpeningKey,
  type SealingKey,
} from './keys.ts';
export { type OpenedEnvelope, type OpeningOptions, openEnvelope } from './opening.ts';
export { type SealingOptions, sealEnvelope } from './sealing.ts';
export type { TextEncoding } from './text-encoding.ts';
