import { readdirSync, readFileSync } from 'node:fs';
import { table } from './markdown.ts';

const records = new URL('../adr/', import.meta.url);

/** A decision record. */
interface Decision {
  /** Four digits. */
  number: string;
  title: string;
  /** Its name in docs/adr. */
  file: string;
}

/** Every decision record but the template, by number. */
export function decisions(): Decision[] {
  return readdirSync(records)
    .filter(name => /^[0-9]{4}-.+\.md$/.test(name) && !name.startsWith('0000'))
    .sort()
    .map(readDecision);
}

/** Every decision record, with what was decided. */
export function decisionTable(): string {
  return table(
    ['Record', 'Decision'],
    decisions().map(({ number, title, file }) => [`[${number}](adr/${file})`, title]),
  );
}

function readDecision(file: string): Decision {
  const [firstLine = ''] = readFileSync(new URL(file, records), 'utf8').split('\n', 1);
  const { number, title } = /^# (?<number>[0-9]{4}): (?<title>.+)$/.exec(firstLine)?.groups ?? {};
  if (number === undefined || title === undefined || !file.startsWith(number)) {
    throw new Error(`${file} must begin with "# ${file.slice(0, 4)}: " and what was decided`);
  }
  return { number, title, file };
}
