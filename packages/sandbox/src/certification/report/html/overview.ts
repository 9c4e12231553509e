import { type CertificationPlan, certificationLevels } from '../../certification-case.ts';
import type { CaseOutcome, CaseResult, CertificationResult } from '../../certification-result.ts';
import { type Markup, markup } from '../markup.ts';
import { levelNames, planNames } from '../words.ts';

/** How many cases of each plan and level came to what. */
export function overview({ plans, cases }: CertificationResult): Markup {
  return markup`<section>
<h2>At a glance</h2>
<table class="overview">
<thead><tr><th scope="col">Level</th><th></th><th scope="col" class="count">Passed</th><th scope="col" class="count">Failed</th><th scope="col" class="count">Does not apply</th></tr></thead>
<tbody>
${plans.map(plan =>
  rowsOf(
    plan,
    cases.filter(result => result.plan === plan),
  ),
)}</tbody>
</table>
</section>`;
}

function rowsOf(plan: CertificationPlan, cases: readonly CaseResult[]): Markup {
  const byLevel = Map.groupBy(cases, ({ level }) => level);
  const rows = certificationLevels.map(level => row(levelNames[level], byLevel.get(level) ?? []));
  return markup`<tr class="plan"><th colspan="5" scope="rowgroup">${planNames[plan]}</th></tr>
${rows}`;
}

function row(name: string, of: readonly CaseResult[]): Markup | null {
  if (of.length === 0) return null;
  const count = (outcome: CaseOutcome) => of.filter(result => result.outcome === outcome).length;
  const [passed, failed, idle] = [count('PASSED'), count('FAILED'), count('NOT_APPLICABLE')];
  return markup`<tr><td>${name}</td><td><div class="bar">${part(passed, 'passed')}${part(failed, 'failed')}${part(idle, 'idle')}</div></td><td class="count">${passed}</td><td class="count">${failed}</td><td class="count">${idle}</td></tr>
`;
}

function part(count: number, kind: string): Markup | null {
  return count === 0 ? null : markup`<i class="${kind}" style="flex:${count}"></i>`;
}
