import { certificationCases } from '@countermark/sandbox/certification/cases/catalogue';
import {
  type CertificationCase,
  type CertificationLevel,
  type CertificationPlan,
  certificationLevels,
  certificationPlans,
} from '@countermark/sandbox/certification/certification-case';
import { CommandFailed, exitCodes } from '../command-failed.ts';

/** What of the catalogue is asked for; what is not named is not restricted. */
export interface CaseChoice {
  plan?: readonly CertificationPlan[];
  level?: readonly CertificationLevel[];
  case?: readonly string[];
}

/** The cases that are to be tried, and the ids of those of the same plans that are not. */
export interface ChosenCases {
  plans: readonly CertificationPlan[];
  cases: readonly CertificationCase[];
  leftOut: readonly string[];
}

/**
 * Chooses from the catalogue.
 *
 * @param possible the plans that concern the issuer
 * @throws CommandFailed when that leaves nothing
 */
export function chosenCases(possible: readonly CertificationPlan[], choice: CaseChoice): ChosenCases {
  const unknown = choice.case?.find(id => !certificationCases.some(tried => isNamed(tried, id)));
  if (unknown !== undefined)
    throw new CommandFailed(
      `There is no case ${unknown}; \`countermark certify --list\` shows them`,
      exitCodes.usage,
    );
  const plans = possible.filter(plan => choice.plan?.includes(plan) ?? true);
  const ofPlans = certificationCases.filter(({ plan }) => plans.includes(plan));
  const isChosen = (tried: CertificationCase) =>
    (choice.level?.includes(tried.level) ?? true) && (choice.case?.some(id => isNamed(tried, id)) ?? true);
  const cases = ofPlans.filter(isChosen);
  if (cases.length > 0)
    return { plans, cases, leftOut: ofPlans.filter(tried => !isChosen(tried)).map(({ id }) => id) };
  throw new CommandFailed(
    `None of the cases asked for concerns this issuer: its profile is for ${possible.join(', ') || 'no plan'}`,
    exitCodes.usage,
  );
}

/** `IG-ENV-03`, or `IG-ENV` for all of its subject. */
function isNamed({ id }: CertificationCase, name: string): boolean {
  return id === name || id.startsWith(`${name}-`);
}

export { certificationLevels, certificationPlans };
