import type { CertificationPlan } from '../../certification-case.ts';
import type { CaseOutcome, CaseResult, CertificationResult } from '../../certification-result.ts';
import { subjectOf } from '../../subjects.ts';
import { type Markup, markup } from '../markup.ts';
import { levelNames, outcomeNames, planNames } from '../words.ts';
import { durationInWords } from './times.ts';

/** Every case, by plan and subject. */
export function caseTable({ plans, cases }: CertificationResult): Markup {
  return markup`<section>
<h2>Every case</h2>
<p class="lead">Mandatory cases bind every issuer of the plan; conditional ones those that do what they are about; optional ones show what is left open.</p>
${plans.map(plan => planTable(plan, cases))}
</section>`;
}

function planTable(plan: CertificationPlan, cases: readonly CaseResult[]): Markup | null {
  const ofPlan = cases.filter(result => result.plan === plan);
  if (ofPlan.length === 0) return null;
  const bySubject = Map.groupBy(ofPlan, ({ id }) => subjectOf(id));
  return markup`<table class="cases">
<caption>${planNames[plan]}</caption>
<thead><tr><th scope="col">Case</th><th scope="col">What it asks for</th><th scope="col">Level</th><th scope="col">Outcome</th><th scope="col" class="took">Took</th></tr></thead>
<tbody>
${[...bySubject].map(
  ([subject, results]) => markup`<tr class="subject"><th colspan="5" scope="rowgroup">${subject}</th></tr>
${results.map(row)}`,
)}</tbody>
</table>`;
}

const marks: Readonly<Record<CaseOutcome, string>> = { PASSED: '✓', FAILED: '✗', NOT_APPLICABLE: '–' };

function row({ id, title, level, outcome, notApplicable, durationMs }: CaseResult): Markup {
  const kind = outcome.toLowerCase();
  const name = outcome === 'FAILED' ? markup`<a href="#${id}">${title}</a>` : markup`${title}`;
  const why = notApplicable === null ? null : markup`<br><span class="quiet">${notApplicable}</span>`;
  return markup`<tr class="${kind}"><td class="id">${id}</td><td class="title">${name}${why}</td><td class="level">${levelNames[level]}</td><td class="outcome ${kind}"><span class="mark" aria-hidden="true">${marks[outcome]}</span>${outcomeNames[outcome]}</td><td class="took">${durationInWords(durationMs)}</td></tr>
`;
}
