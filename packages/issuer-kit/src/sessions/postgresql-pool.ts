/** What takes SQL with parameters, as `pg` has it. */
export interface Queryable {
  query(
    text: string,
    values?: unknown[],
  ): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>;
}

/** A pool of connections to PostgreSQL: that of `pg`, or what behaves like it. */
export interface PostgresqlPool extends Queryable {
  connect(): Promise<Queryable & { release(): void }>;
}
