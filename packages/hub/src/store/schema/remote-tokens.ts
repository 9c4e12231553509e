export interface RemoteTokenTables {
  remote_token: RemoteTokenTable;
}

interface RemoteTokenTable {
  tsp: string;
  tsp_token_id: string;
  issuer_id: string;
  correlation_id: string;
  otp_hash: string | null;
  created_at: Date;
}
