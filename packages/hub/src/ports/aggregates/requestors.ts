import type { PinnedCertificate } from '../../core/issuer.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';

export interface RequestorStore {
  save(requestor: TokenRequestor): Promise<void>;
  find(requestorId: string): Promise<TokenRequestor | null>;
  list(): Promise<TokenRequestor[]>;
  pinCertificate(requestorId: string, certificate: PinnedCertificate): Promise<void>;
  certificates(requestorId: string): Promise<PinnedCertificate[]>;
  findByCertificate(fingerprint: string): Promise<TokenRequestor | null>;
}
