import { captureScenarios } from './catalogue/capture.ts';
import { cobadgedScenarios } from './catalogue/cobadged.ts';
import { d1CardLifeCycleScenarios } from './catalogue/d1-card-life-cycle.ts';
import { d1ClickToPayScenarios } from './catalogue/d1-click-to-pay.ts';
import { d1RegistrationScenarios } from './catalogue/d1-registration.ts';
import { d1TokenizationScenarios } from './catalogue/d1-tokenization.ts';
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
  ...d1RegistrationScenarios,
  ...d1CardLifeCycleScenarios,
  ...d1TokenizationScenarios,
  ...d1ClickToPayScenarios,
].sort((a, b) => placeOf(a) - placeOf(b));

/** Those of one family after the other, by number. */
function placeOf({ id }: Scenario): number {
  return Number(/\d+/.exec(id)?.[0]) + (id.startsWith('D') ? 100 : 0);
}
