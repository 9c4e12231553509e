/** A name and what it stands for; `undefined` is left out. */
export type Field = readonly [name: string, value: string | number | boolean | undefined];

/** One thing described by its fields, a line each, the values below each other. */
export function renderFields(fields: readonly Field[]): string {
  const shown = fields.filter(([, value]) => value !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${inWords(value)}`).join('\n');
}

function inWords(value: Field[1]): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
