import type { Issuer, IssuerKey, IssuerPublicKey, PinnedCertificate } from '../../core/issuer.ts';
import type { FieldAddress } from '../vault.ts';

/** Where the secret is sealed for that the hub shows an issuer's OAuth2 server. */
export function clientSecretAddress(issuerId: string): FieldAddress {
  return { table: 'issuer', column: 'client_secret', rowId: issuerId };
}

export interface IssuerStore {
  save(issuer: Issuer): Promise<void>;
  find(issuerId: string): Promise<Issuer | null>;
  list(): Promise<Issuer[]>;
  saveKey(key: IssuerKey): Promise<void>;
  removeKey(issuerId: string, keyIdentifier: string): Promise<boolean>;
  /** Active PKCS#7 keys, newest first; the hub seals with the first. */
  keys(issuerId: string): Promise<IssuerKey[]>;
  savePublicKey(key: IssuerPublicKey): Promise<void>;
  removePublicKey(key: Pick<IssuerPublicKey, 'issuerId' | 'purpose' | 'keyIdentifier'>): Promise<boolean>;
  /** Active keys for one purpose, newest first. */
  publicKeys(issuerId: string, purpose: IssuerPublicKey['purpose']): Promise<IssuerPublicKey[]>;
  /** What the hub shows the issuer's OAuth2 server, sealed by the vault; null: it has none. */
  sealedClientSecret(issuerId: string): Promise<Uint8Array | null>;
  saveClientSecret(issuerId: string, sealed: Uint8Array | null): Promise<void>;
  pinCertificate(issuerId: string, certificate: PinnedCertificate): Promise<void>;
  unpinCertificate(issuerId: string, fingerprint: string): Promise<boolean>;
  certificates(issuerId: string): Promise<PinnedCertificate[]>;
  /** Issuers that a client certificate speaks for. */
  idsByCertificate(fingerprint: string): Promise<string[]>;
}
