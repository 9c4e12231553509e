import { catalogue } from '@countermark/sandbox/scenarios/catalogue';
import type { ScenarioResult } from '@countermark/sandbox/scenarios/run-scenario';
import type { Expectation } from '@countermark/sandbox/scenarios/scenario';

/** Characters of the longest id of the catalogue. */
export const idWidth = Math.max(...catalogue.map(({ id }) => id.length));

/** What stands under a row begins below its state. */
const margin = ' '.repeat('ok   '.length + idWidth);

/** One row of the table; where it did not end as expected, what was expected and what came, side by side. */
export function renderScenario(result: ScenarioResult): string {
  const { actual, expected } = result;
  const mark = result.passed ? 'ok  ' : 'FAIL';
  const head = `${mark} ${result.id.padEnd(idWidth)} ${column(actual.state)} ${column(actual.decision, 7)} ${column(actual.code, 5)} ${`${result.duration} ms`.padStart(8)}  ${result.title}`;
  const sequence = `${margin} ${sequenceOf(actual)}`;
  if (result.passed) return `${head}\n${sequence}`;
  const differences = (Object.keys(expected) as (keyof Expectation)[])
    .filter(member => JSON.stringify(expected[member]) !== JSON.stringify(actual[member]))
    .map(member => `${margin} ${member}: expected ${shown(expected[member])}, got ${shown(actual[member])}`);
  const problem = result.problem === null ? [] : [`${margin} step not possible: ${result.problem}`];
  return [head, sequence, ...differences, ...problem].join('\n');
}

function column(value: string | number | null, width = 10): string {
  return String(value ?? '-').padEnd(width);
}

function sequenceOf({ exchanges, notices }: Expectation): string {
  const told = notices.length === 0 ? '' : `  [${notices.join(', ')}]`;
  return `${exchanges.join(', ') || 'issuer not asked'}${told}`;
}

function shown(value: Expectation[keyof Expectation]): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value ?? '-');
}
