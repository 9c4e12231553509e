import { certificationCases } from '@countermark/sandbox/certification/cases/catalogue';
import { certificationPlans } from '@countermark/sandbox/certification/certification-case';
import { levelNames, planNames } from '@countermark/sandbox/certification/report/words';
import { code, table } from './markdown.ts';

/** What `docs/certification.md` has of the code. */
export function certificationParts(): Readonly<Record<string, string>> {
  return { cases: certificationPlans.map(planTable).join('\n\n') };
}

function planTable(plan: (typeof certificationPlans)[number]): string {
  const rows = certificationCases
    .filter(tried => tried.plan === plan)
    .map(({ id, title, level }) => [code(id), title, levelNames[level]]);
  return `### ${planNames[plan]}\n\n${table(['Case', 'What it asks for', 'Level'], rows)}`;
}
