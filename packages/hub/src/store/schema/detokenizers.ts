import type { Detokenizer } from '../../core/detokenizer.ts';

export interface DetokenizerTables {
  detokenizer: DetokenizerTable;
  detokenizer_certificate: DetokenizerCertificateTable;
}

export interface DetokenizerTable {
  detokenizer_id: string;
  name: string;
  encryption_certificate_pem: string;
  answers: Detokenizer['answers'];
  sealed_mac_key: Uint8Array;
}

interface DetokenizerCertificateTable {
  detokenizer_id: string;
  fingerprint: string;
  certificate_pem: string;
  not_after: Date;
}
