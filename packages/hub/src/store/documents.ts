/** The text of a JSON column. node-postgres would write a JavaScript array as a PostgreSQL array. */
export function toDocument(value: object): string {
  return JSON.stringify(value);
}

/** As toDocument, for a column that may be null. */
export function toNullableDocument(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
