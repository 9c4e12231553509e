import type { IssuerPublicKey } from '../../../core/issuer.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { D1Backend } from '../../../ports/d1-backend.ts';
import { accessTokens } from './access-tokens.ts';
import { activatePhysicalCard } from './activate-physical-card.ts';
import { deliver } from './deliver.ts';
import { deliverOtp } from './deliver-otp.ts';
import { getCardCredentials } from './get-card-credentials.ts';
import { getConsumerInformation } from './get-consumer-information.ts';
import type { TokenOutbound } from './get-token.ts';
import { sealForIssuer } from './sealing.ts';
import { verifyCard } from './verify-card.ts';

/** What the D1 backend is made of. */
export interface D1BackendParts extends TokenOutbound {
  clock: Clock;
  /** An issuer's ENCRYPTION keys, newest first. */
  encryptionKeys: (issuerId: string) => Promise<IssuerPublicKey[]>;
}

/** The backend of issuers that speak D1. */
export function d1Backend({ encryptionKeys, ...parts }: D1BackendParts): D1Backend {
  const { clients, log } = parts;
  const outbound = { clients, log, tokens: accessTokens(parts) };
  return {
    getConsumerInformation: getConsumerInformation(outbound),
    deliverOtp: deliverOtp(outbound),
    verifyCard: verifyCard(outbound, sealForIssuer(encryptionKeys)),
    getCardCredentials: getCardCredentials(outbound),
    activatePhysicalCard: activatePhysicalCard(outbound),
    deliver: deliver(outbound),
  };
}
