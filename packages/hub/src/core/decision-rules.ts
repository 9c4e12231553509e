import type { DecisionConditions, DecisionRule } from './card-product.ts';
import { type D1Facts, securityCodeIn } from './d1-facts.ts';

/** The first rule of the product that applies; null: none does. */
export function firstRule(facts: D1Facts): DecisionRule | 'TURNS_ON_CONSUMER' | null {
  for (const rule of facts.settings.rules) {
    const applies = appliesTo(rule, facts);
    if (applies === null) return 'TURNS_ON_CONSUMER';
    if (applies) return rule;
  }
  return null;
}

/** Null: it turns on whether the consumer can be reached, which is not known yet. */
function appliesTo({ when }: DecisionRule, facts: D1Facts): boolean | null {
  const answers = conditionsOf(when).map(holds => holds(facts));
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

type Condition = (facts: D1Facts) => boolean | null;

function conditionsOf(when: DecisionConditions): Condition[] {
  return Object.entries(when).map(([name, wanted]) => {
    const condition = conditions[name as keyof DecisionConditions] as (
      wanted: unknown,
      facts: D1Facts,
    ) => boolean | null;
    return facts => condition(wanted, facts);
  });
}

/** What the wallet did not tell fulfils no condition. */
const conditions: {
  [Name in keyof DecisionConditions]-?: (
    wanted: NonNullable<DecisionConditions[Name]>,
    facts: D1Facts,
  ) => boolean | null;
} = {
  recommendation: (some, { recommendation }) => recommendation !== null && some.includes(recommendation),
  deviceScoreAtMost: (most, { deviceScore }) => deviceScore !== null && deviceScore <= most,
  accountScoreAtMost: (most, { accountScore }) => accountScore !== null && accountScore <= most,
  captureMethods: (some, { captureMethod }) => captureMethod !== null && some.includes(captureMethod),
  tokenTypes: (some, { tokenType }) => some.includes(tokenType),
  securityCode: (some, facts) => some.includes(securityCodeIn(facts)),
  liveTokensAtLeast: (least, { liveTokens }) => liveTokens >= least,
  consumerReachable: (wanted, { consumerReachable }) =>
    consumerReachable === null ? null : consumerReachable === wanted,
};
