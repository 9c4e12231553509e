export interface AggregatorTables {
  aggregator: AggregatorTable;
  aggregator_issuer: AggregatorIssuerTable;
  aggregator_key: AggregatorKeyTable;
}

interface AggregatorTable {
  aggregator_id: string;
  name: string;
}

interface AggregatorIssuerTable {
  aggregator_id: string;
  issuer_id: string;
}

interface AggregatorKeyTable {
  aggregator_id: string;
  key_identifier: string;
  public_key_pem: string;
  created_at: Date;
}
