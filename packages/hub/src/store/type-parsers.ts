import pg from 'pg';

/** How column types arrive, the same from both engines: int8 as number, bytea as Uint8Array, timestamptz as Date (pg's own). */
export function typeParsers(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, toSafeInteger);
  types.setTypeParser(pg.types.builtins.BYTEA, text => Uint8Array.from(Buffer.from(text.slice(2), 'hex')));
  return types;
}

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error('an int8 column holds a value that no number can hold');
  return value;
}
