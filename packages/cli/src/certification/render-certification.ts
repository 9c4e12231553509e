import type {
  CaseOutcome,
  CaseResult,
  CertificationResult,
  Ratio,
} from '@countermark/sandbox/certification/certification-result';
import { legible } from '@countermark/sandbox/certification/report/legible';
import { levelNames, planNames } from '@countermark/sandbox/certification/report/words';
import { type Colour, paint } from '../output/colour.ts';
import { counted } from '../output/counted.ts';
import { type Field, renderFields } from '../output/fields.ts';
import { renderTable } from '../output/table.ts';
import type { Terminal } from '../terminal.ts';

type Style = Pick<Terminal, 'colour'>;

const marks: Readonly<Record<CaseOutcome, { word: string; colour: Colour }>> = {
  PASSED: { word: 'ok  ', colour: 'green' },
  FAILED: { word: 'FAIL', colour: 'red' },
  NOT_APPLICABLE: { word: '-   ', colour: 'dim' },
};

/** Longest id of a case, in characters. */
const idWidth = 10;

/** One case as it ends: `ok   IG-TLS-01  Lets the hub in  12 ms`. */
export function renderCase(
  { id, title, outcome, durationMs, notApplicable }: CaseResult,
  { colour, index, of }: Style & { index: number; of: number },
): string {
  const { word, colour: chosen } = marks[outcome];
  const place = `${String(index).padStart(String(of).length)}/${of}`;
  const told = notApplicable === null ? `${title}  ${durationMs} ms` : `${title}: ${legible(notApplicable)}`;
  const mark = paint(word, colour ? chosen : null);
  const rest = paint(`${id.padEnd(idWidth)} ${told}`, colour && outcome === 'NOT_APPLICABLE' ? 'dim' : null);
  return `${paint(place, colour ? 'dim' : null)}  ${mark} ${rest}`;
}

/** What it came to: what is to be changed, how many cases of each plan and level passed, and the figures. */
export function renderCertification(result: CertificationResult, style: Style): string {
  const failed = result.cases.filter(({ outcome }) => outcome === 'FAILED');
  return [
    ...failed.map(tried => renderFault(tried, style)),
    renderCounts(result, style),
    renderFigures(result),
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

function renderFault({ id, title, level, findings, exchanges }: CaseResult, { colour }: Style): string {
  const last = exchanges.at(-1);
  const answer = last && `${last.operation}: ${legible(last.failure ?? `HTTP ${last.status}`)}`;
  const lines = findings.flatMap(({ wrong, mend }) => [
    `  wrong   ${inLine(wrong)}`,
    `  change  ${inLine(mend)}`,
  ]);
  const head = `${paint(id, colour ? 'red' : null)}  ${title} (${levelNames[level]})`;
  return [head, ...lines, ...(answer === undefined ? [] : [`  last    ${answer}`])].join('\n');
}

/** A finding may hold what the issuer said. */
function inLine(text: string): string {
  return legible(text, 600).replaceAll('\n', ' ');
}

function renderCounts({ plans, cases }: CertificationResult, { colour }: Style): string {
  const rows = plans.flatMap(plan =>
    (Object.keys(levelNames) as (keyof typeof levelNames)[]).map(level => ({
      plan: planNames[plan],
      level: levelNames[level],
      of: cases.filter(tried => tried.plan === plan && tried.level === level),
    })),
  );
  const count = (of: readonly CaseResult[], outcome: CaseOutcome) =>
    of.filter(tried => tried.outcome === outcome).length;
  return renderTable(
    rows.filter(({ of }) => of.length > 0),
    {
      colour,
      columns: [
        { title: 'PLAN', value: ({ plan }) => plan },
        { title: 'LEVEL', value: ({ level }) => level },
        { title: 'PASSED', value: ({ of }) => count(of, 'PASSED'), align: 'right' },
        {
          title: 'FAILED',
          value: ({ of }) => count(of, 'FAILED'),
          align: 'right',
          colour: ({ of }) => (count(of, 'FAILED') > 0 ? 'red' : null),
        },
        { title: 'NOT APPLICABLE', value: ({ of }) => count(of, 'NOT_APPLICABLE'), align: 'right' },
      ],
    },
  );
}

function renderFigures({ ratios, load }: CertificationResult): string {
  if (ratios === null || load === null) return '';
  const { stepUpMethods } = ratios;
  const fields: Field[] = [
    ['Enrolments', inWords(ratios.sessions)],
    ['Green path', inWords(ratios.greenPath)],
    ['Yellow path', inWords(ratios.yellowPath)],
    [
      'Step-up methods',
      stepUpMethods
        ? `${stepUpMethods.fewest} to ${stepUpMethods.most}: ${legible(stepUpMethods.types.join(', '))}`
        : undefined,
    ],
    ['Answers', `half within ${load.p50} ms, 99 of 100 within ${load.p99} ms`],
  ];
  return renderFields(fields);
}

function inWords({ played, succeeded, ratio }: Ratio): string | undefined {
  return ratio === null ? undefined : `${Number((ratio * 100).toFixed(1))} % (${succeeded} of ${played})`;
}

/** The verdict in a sentence. */
export function verdictInWords({ verdict, cases, leftOut, issuer }: CertificationResult): string {
  const failed = cases.filter(({ outcome, level }) => outcome === 'FAILED' && level !== 'optional').length;
  const part = leftOut.length > 0 ? `, of a part only: ${counted(leftOut.length, 'case')} left out` : '';
  if (verdict === 'PASSED') return `${issuer.issuerId} passed${part}`;
  return failed === 0
    ? `${issuer.issuerId} did not pass: no binding case could be tried${part}`
    : `${issuer.issuerId} did not pass: ${counted(failed, 'binding case')} failed${part}`;
}
