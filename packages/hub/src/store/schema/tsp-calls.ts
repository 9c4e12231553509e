export interface TspCallTables {
  tsp_call: TspCallTable;
}

interface TspCallTable {
  tsp: string;
  correlation_id: string;
  operation: string;
  tsp_token_id: string;
  fingerprint: string;
  accepted_at: Date;
}
