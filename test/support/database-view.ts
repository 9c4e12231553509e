import pg from 'pg';
import type { TestSandbox } from './test-sandbox.ts';

/** The hub's database, read past the hub. */
export interface DatabaseView {
  rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Null on PGlite: an embedded database belongs to the hub's process alone. */
export async function viewDatabase({ databaseUrl }: TestSandbox): Promise<DatabaseView | null> {
  if (databaseUrl === null) return null;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    rows: async (sql, ...values) => (await client.query<Record<string, unknown>>(sql, values)).rows,
    close: () => client.end(),
  };
}

/** What the database holds of one enrolment and its card. */
export interface StoredEnrolment {
  /** Columns of the session with something of the card, its security code or a one-time password in them. */
  secrets: string[];
  /** Rows of cards that end in the session's last digits. */
  cards: number;
  /** States of the tokens the session made: the hub's, and the TSP's own. */
  tokens: string[];
  tspTokens: string[];
  /** One-time passwords the TSP would still accept. */
  codes: number;
}

const secretColumns = [
  'pan_fingerprint',
  'sealed_pan',
  'sealed_expiry',
  'ciphered_card_info',
  'public_key_identifier',
  'authentication_value',
  'challenge',
];

export async function storedEnrolment(database: DatabaseView, enrolmentId: string): Promise<StoredEnrolment> {
  const [session] = await database.rows('select * from enrolment where enrolment_id = $1', enrolmentId);
  if (!session) throw new Error(`The database holds no session ${enrolmentId}`);
  const cards = await database.rows('select from card where last_digits = $1', session['last_digits']);
  const tokens = await database.rows('select state from token where enrolment_id = $1', enrolmentId);
  const tspTokens = await database.rows(
    'select state, otp_hash from vaulted_token where correlation_id = $1',
    enrolmentId,
  );
  return {
    secrets: secretColumns.filter(column => session[column] !== null),
    cards: cards.length,
    tokens: tokens.map(({ state }) => String(state)),
    tspTokens: tspTokens.map(({ state }) => String(state)),
    codes: tspTokens.filter(token => token['otp_hash'] !== null).length,
  };
}
