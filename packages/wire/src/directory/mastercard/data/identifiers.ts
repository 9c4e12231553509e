import { identifier } from '../../../issuer-gateway/data/element.ts';

/** Given by the directory to whoever speaks for issuers, and to each service it may use. */
export const SrcClientId = identifier('Who calls.', 64);
export const ServiceId = identifier('The service it uses.', 64);

/** Made by the issuer side. */
export const ExternalConsumerId = identifier('The consumer as the issuer side knows it.', 64);
export const ExternalCardId = identifier('The card as the issuer side knows it.', 64);
export const ExternalBatchId = identifier('The batch as the issuer side knows it.', 64);

/** Made by the directory. */
export const SrcConsumerId = identifier('The consumer as the directory knows it.', 64);
export const SrcDigitalCardId = identifier('The card as the directory knows it.', 64);
export const BatchId = identifier('The batch as the directory knows it.', 64);
