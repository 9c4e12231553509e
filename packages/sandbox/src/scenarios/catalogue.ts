import { captureScenarios } from './catalogue/capture.ts';
import { cobadgedScenarios } from './catalogue/cobadged.ts';
import { decisionScenarios } from './catalogue/decision.ts';
import { deviceBindingScenarios } from './catalogue/device-binding.ts';
import { envelopeScenarios } from './catalogue/envelopes.ts';
import { lifeCycleScenarios } from './catalogue/life-cycle.ts';
import { networkScenarios } from './catalogue/networks.ts';
import { paymentScenarios } from './catalogue/payments.ts';
import { pushScenarios } from './catalogue/push-provisioning.ts';
import { tspScenarios } from './catalogue/tsp.ts';
import { verificationScenarios } from './catalogue/verification.ts';
import type { Scenario } from './scenario.ts';

/** The scenarios and what each must come to (docs/scenarios.md shows them as a table), in the order of their ids. */
export const catalogue: readonly Scenario[] = [
  ...captureScenarios,
  ...cobadgedScenarios,
  ...decisionScenarios,
  ...deviceBindingScenarios,
  ...envelopeScenarios,
  ...lifeCycleScenarios,
  ...paymentScenarios,
  ...networkScenarios,
  ...pushScenarios,
  ...tspScenarios,
  ...verificationScenarios,
].sort((a, b) => numberOf(a) - numberOf(b));

function numberOf({ id }: Scenario): number {
  return Number(/\d+/.exec(id)?.[0]);
}
