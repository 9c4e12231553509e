import type { ColumnType } from 'kysely';

/** What `T` looks like after a stay in a JSON column: its dates are texts. */
export type AsJson<T> = T extends Date ? string : T extends object ? { [K in keyof T]: AsJson<T[K]> } : T;

/** A JSON column: read parsed, written as text (`toDocument`). */
export type Document<T> = ColumnType<AsJson<T>, string, string>;
export type NullableDocument<T> = ColumnType<AsJson<T> | null, string | null, string | null>;
