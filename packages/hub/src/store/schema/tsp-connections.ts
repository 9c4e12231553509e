import type { TspSettings } from '../../core/tsp-connection.ts';
import type { Document } from './document.ts';

export interface TspConnectionTables {
  tsp_connection: TspConnectionTable;
  tsp_certificate: TspCertificateTable;
}

export interface TspConnectionTable {
  tsp: string;
  customer: string;
  settings: Document<TspSettings>;
  failed_checks: number;
  checked_at: Date | null;
  next_check_at: Date;
}

interface TspCertificateTable {
  tsp: string;
  fingerprint: string;
  certificate_pem: string;
  not_after: Date;
}
