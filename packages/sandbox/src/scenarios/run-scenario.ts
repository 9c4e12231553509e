import { isDeepStrictEqual } from 'node:util';
import { ApiRefusal } from '../bearer-client.ts';
import type { SandboxDescription } from '../sandbox/sandbox-description.ts';
import { sandboxProducts } from '../sandbox/sandbox-parties.ts';
import type { SandboxClient } from '../sandbox-client.ts';
import { d1ProductIds, sandboxPanPrefixes, testPan } from '../test-cards.ts';
import { cardNames, type D1Cast, d1CastOf } from './d1-cast.ts';
import { D1Play } from './d1-play.ts';
import { outcomeOf } from './outcome.ts';
import type { Expectation, Scenario, Story } from './scenario.ts';
import { ScenarioPlay } from './scenario-play.ts';
import { actStep, type ScenarioStep } from './scenario-step.ts';
import { StepNotPossible } from './step-not-possible.ts';

/** How one scenario went. */
export interface ScenarioResult {
  id: string;
  title: string;
  passed: boolean;
  expected: Expectation;
  actual: Expectation;
  /** Why a step could not be done; null when all were. */
  problem: string | null;
  /** Milliseconds. */
  duration: number;
}

/** Where scenarios run, and the seed their card numbers come from. */
export interface ScenarioMeans {
  sandbox: SandboxDescription;
  client: SandboxClient;
  seed: string;
}

const usualProduct = 'DEMO-DEBIT';

/** The card a scenario uses: always the same for the same seed. */
function panOf(scenario: Story, seed: string): string {
  const d1 = d1CastFor(scenario, seed);
  if (d1) return d1.pan('a');
  return testPan({
    prefix: sandboxPanPrefixes[scenario.product ?? usualProduct],
    seed: `${seed}/${scenario.id}`,
  });
}

/** Every card number that a scenario may use. */
export function pansOf(scenario: Story, seed: string): string[] {
  const d1 = d1CastFor(scenario, seed);
  return d1 ? cardNames.map(card => d1.pan(card)) : [panOf(scenario, seed)];
}

/** Plays one scenario and compares what came of it with what was expected. */
export async function runScenario(scenario: Scenario, means: ScenarioMeans): Promise<ScenarioResult> {
  const started = performance.now();
  const play = castFor(scenario, means);
  const problem = await playSteps(play, stepsOf(scenario));
  const actual = await outcomeOf(play, scenario.expect);
  return {
    id: scenario.id,
    title: scenario.title,
    passed: problem === null && isDeepStrictEqual(actual, scenario.expect),
    problem,
    expected: scenario.expect,
    actual,
    duration: Math.round(performance.now() - started),
  };
}

/** Who plays a scenario; nothing has happened yet. */
export function castFor(scenario: Story, means: ScenarioMeans): ScenarioPlay {
  return new ScenarioPlay({
    sandbox: means.sandbox,
    client: means.client,
    issuerId: issuerOf(scenario),
    pan: panOf(scenario, means.seed),
    script: scenario.enrol ?? null,
    d1: d1PlayOf(scenario, means),
  });
}

/** Everything that is done, in order; the enrolment of its script among it. */
export function stepsOf({ before = [], enrol, after = [] }: Story): ScenarioStep[] {
  return [...before, ...(enrol ? [{ enrol: {} }] : []), ...after];
}

function d1CastFor({ id, product, ending }: Story, seed: string): D1Cast | null {
  const d1Product = d1ProductIds.find(productId => productId === product);
  return d1Product === undefined ? null : d1CastOf({ id, seed, product: d1Product, ending });
}

function d1PlayOf(scenario: Story, { client, seed }: ScenarioMeans): D1Play | null {
  const cast = d1CastFor(scenario, seed);
  return cast && new D1Play({ client, issuerId: issuerOf(scenario), cast });
}

function issuerOf(scenario: Story): string {
  const productId = scenario.product ?? usualProduct;
  return sandboxProducts.find(product => product.productId === productId)?.issuerId ?? '';
}

/**
 * One step after the other, each once the issuer knows what came before: messages of two steps would else be in no order.
 * Stops at the first step that cannot be done and says why.
 */
async function playSteps(play: ScenarioPlay, steps: readonly ScenarioStep[]): Promise<string | null> {
  for (const step of steps) {
    try {
      await play.told();
      await actStep(play, step);
    } catch (error) {
      if (!(error instanceof ApiRefusal || error instanceof StepNotPossible)) throw error;
      return `${JSON.stringify(step)}: ${error.message}`;
    }
  }
  return null;
}
