import type { Generated } from 'kysely';
import type { IssuerPublicKey, IssuerSettings } from '../../core/issuer.ts';
import type { Document } from './document.ts';

export interface IssuerTables {
  issuer: IssuerTable;
  issuer_key: IssuerKeyTable;
  issuer_public_key: IssuerPublicKeyTable;
  issuer_certificate: IssuerCertificateTable;
}

export interface IssuerTable {
  issuer_id: string;
  name: string;
  settings: Document<IssuerSettings>;
  sealed_client_secret: Generated<Uint8Array | null>;
}

interface IssuerKeyTable {
  issuer_id: string;
  key_identifier: string;
  certificate_pem: string;
  created_at: Date;
}

interface IssuerPublicKeyTable {
  issuer_id: string;
  purpose: IssuerPublicKey['purpose'];
  key_identifier: string;
  public_key_pem: string;
  created_at: Date;
}

interface IssuerCertificateTable {
  issuer_id: string;
  fingerprint: string;
  certificate_pem: string;
  not_after: Date;
}
