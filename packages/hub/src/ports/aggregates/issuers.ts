import type { Issuer, IssuerKey, IssuerSigningKey, PinnedCertificate } from '../../core/issuer.ts';

export interface IssuerStore {
  save(issuer: Issuer): Promise<void>;
  find(issuerId: string): Promise<Issuer | null>;
  list(): Promise<Issuer[]>;
  saveKey(key: IssuerKey): Promise<void>;
  removeKey(issuerId: string, keyIdentifier: string): Promise<boolean>;
  /** Active PKCS#7 keys, newest first; the hub seals with the first. */
  keys(issuerId: string): Promise<IssuerKey[]>;
  saveSigningKey(key: IssuerSigningKey): Promise<void>;
  removeSigningKey(issuerId: string, keyIdentifier: string): Promise<boolean>;
  /** Active keys the issuer signs with, newest first. */
  signingKeys(issuerId: string): Promise<IssuerSigningKey[]>;
  pinCertificate(issuerId: string, certificate: PinnedCertificate): Promise<void>;
  unpinCertificate(issuerId: string, fingerprint: string): Promise<boolean>;
  certificates(issuerId: string): Promise<PinnedCertificate[]>;
  /** Issuers that a client certificate speaks for. */
  idsByCertificate(fingerprint: string): Promise<string[]>;
}
