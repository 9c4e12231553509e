import type { Detokenizer } from '../../core/detokenizer.ts';
import type { PinnedCertificate } from '../../core/issuer.ts';

/** Acquirers and networks that may ask which card a token stands for. */
export interface DetokenizerStore {
  save(detokenizer: Detokenizer): Promise<void>;
  find(detokenizerId: string): Promise<Detokenizer | null>;
  list(): Promise<Detokenizer[]>;
  pinCertificate(detokenizerId: string, certificate: PinnedCertificate): Promise<void>;
  certificates(detokenizerId: string): Promise<PinnedCertificate[]>;
  findByCertificate(fingerprint: string): Promise<Detokenizer | null>;
}
