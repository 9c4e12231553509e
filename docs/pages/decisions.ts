import { readdirSync, readFileSync } from 'node:fs';
import { table } from './markdown.ts';

const records = new URL('../adr/', import.meta.url);

/** Every decision record but the template, by number, with what was decided. */
export function decisionTable(): string {
  const files = readdirSync(records)
    .filter(name => /^[0-9]{4}-.+\.md$/.test(name) && !name.startsWith('0000'))
    .sort();
  return table(['Record', 'Decision'], files.map(rowOf));
}

function rowOf(file: string): string[] {
  const [firstLine = ''] = readFileSync(new URL(file, records), 'utf8').split('\n', 1);
  const { number, title } = /^# (?<number>[0-9]{4}): (?<title>.+)$/.exec(firstLine)?.groups ?? {};
  if (number === undefined || title === undefined || !file.startsWith(number)) {
    throw new Error(`${file} must begin with "# ${file.slice(0, 4)}: " and what was decided`);
  }
  return [`[${number}](adr/${file})`, title];
}
