export interface AcceptedCallTables {
  accepted_call: AcceptedCallTable;
}

interface AcceptedCallTable {
  issuer_id: string;
  correlation_id: string;
  operation: string;
  fingerprint: string;
  state: 'RUNNING' | 'ACCEPTED';
  card_id: string | null;
  virtual_card_id: string | null;
  expires_at: Date;
}
