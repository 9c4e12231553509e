import { certificationPlans } from '@countermark/sandbox/certification/certification-case';
import { renderTable } from '../output/table.ts';
import { type CaseChoice, chosenCases } from './chosen-cases.ts';

/** The cases that are asked for, as a table or as JSON. */
export function renderCaseList(choice: CaseChoice & { json?: true }): string {
  const { cases } = chosenCases(certificationPlans, choice);
  const rows = cases.map(({ id, plan, level, title, reason }) => ({ id, plan, level, title, reason }));
  if (choice.json) return JSON.stringify(rows, null, 2);
  return renderTable(rows, {
    colour: false,
    columns: [
      { title: 'CASE', value: ({ id }) => id },
      { title: 'PLAN', value: ({ plan }) => plan },
      { title: 'LEVEL', value: ({ level }) => level },
      { title: 'WHAT IT ASKS FOR', value: ({ title }) => title },
    ],
  });
}
