export interface BreakerTables {
  issuer_breaker: IssuerBreakerTable;
}

export interface IssuerBreakerTable {
  issuer_id: string;
  failures: number;
  rests_until: Date | null;
  held_until: Date | null;
  recovered_at: Date | null;
}
