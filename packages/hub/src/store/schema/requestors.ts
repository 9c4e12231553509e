import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Document } from './document.ts';

export interface RequestorTables {
  token_requestor: TokenRequestorTable;
  requestor_certificate: RequestorCertificateTable;
}

export interface TokenRequestorTable {
  requestor_id: string;
  name: string;
  token_requestor_ids: Document<TokenRequestor['tokenRequestorIds']>;
  callback_base: string | null;
  callback_trust: string | null;
}

interface RequestorCertificateTable {
  requestor_id: string;
  fingerprint: string;
  certificate_pem: string;
  not_after: Date;
}
