import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { DecisionRule } from './card-product.ts';
import { type D1Facts, securityCodeIn } from './d1-facts.ts';
import { type Decision, severity } from './decision.ts';
import { firstRule } from './decision-rules.ts';

/** What has to be found out before the decision can be taken. */
export type D1Need = 'VERIFICATION' | 'CONSUMER';

export type D1CheckName =
  | 'SERVICE'
  | 'CARD_REGISTERED'
  | 'CARD_STATE'
  | 'CARD_EXPIRY'
  | 'RECOMMENDATION'
  | 'VERIFY_CARD'
  | 'SECURITY_CODE'
  | 'NEW_DEVICE'
  | 'RULES'
  | 'STEP_UP';

/** One line of the trace of a decision. */
export interface D1Check {
  check: D1CheckName;
  /** The most that it allows. */
  leaves: Decision;
  /** For operators: the requestor is not told. */
  finding: string;
}

/** How a decision came about. */
export interface DecisionTrace {
  /** The check that made the decision what it is, and what it found. */
  decidedBy: D1CheckName;
  finding: string;
  /** In the order they were made. */
  checks: readonly D1Check[];
}

/** The decision, and the response code for who asked if it is red; or what has to be found out first. */
export type D1Judgement =
  | {
      decided: true;
      decision: Decision;
      code: number | null;
      strongVerification: boolean;
      trace: DecisionTrace;
    }
  | { decided: false; needs: D1Need };

/**
 * How D1 decides whether a card gets a token (D1 API, tokenization). Every check says which decision it still leaves
 * open; the most severe of them stands, and nothing is asked or checked any more once it is red.
 */
export function decideInD1(facts: D1Facts): D1Judgement {
  const checks: D1Check[] = [];
  let soFar: Decision = 'green';
  let code: number | null = null;
  for (const { check, judge } of checksInOrder) {
    const finding = judge(facts, soFar);
    if (finding === null) continue;
    if ('needs' in finding) return { decided: false, needs: finding.needs };
    checks.push({ check, leaves: finding.leaves, finding: finding.because });
    if (severity[finding.leaves] > severity[soFar]) soFar = finding.leaves;
    if (soFar === 'red') {
      code = finding.code ?? ResponseCode.provisioningDeclined;
      break;
    }
  }
  const strongVerification = facts.recommendation === 'orange';
  return { decided: true, decision: soFar, code, strongVerification, trace: traceOf(checks, soFar) };
}

/** The first check that leaves no more than what was decided; of green that is the product's rules. */
function traceOf(checks: readonly D1Check[], decision: Decision): DecisionTrace {
  const decisive =
    decision === 'green'
      ? checks.find(({ check }) => check === 'RULES')
      : checks.find(({ leaves }) => leaves === decision);
  if (!decisive) throw new Error('A decision was taken that no check made');
  return { decidedBy: decisive.check, finding: decisive.finding, checks };
}

/** Absent code: declined for no reason that is the requestor's business. Null: nothing to check here. */
type Finding = { leaves: Decision; because: string; code?: number } | { needs: D1Need } | null;

const passed = (because: string): Finding => ({ leaves: 'green', because });
const stepUp = (because: string): Finding => ({ leaves: 'yellow', because });
const declined = (because: string, code?: number): Finding => ({
  leaves: 'red',
  because,
  ...(code !== undefined && { code }),
});

const checksInOrder: readonly {
  check: D1CheckName;
  judge: (facts: D1Facts, soFar: Decision) => Finding;
}[] = [
  { check: 'SERVICE', judge: checkService },
  { check: 'CARD_REGISTERED', judge: checkRegistration },
  { check: 'CARD_STATE', judge: checkState },
  { check: 'CARD_EXPIRY', judge: checkExpiry },
  { check: 'RECOMMENDATION', judge: checkRecommendation },
  { check: 'VERIFY_CARD', judge: checkVerification },
  { check: 'SECURITY_CODE', judge: checkSecurityCode },
  { check: 'NEW_DEVICE', judge: checkNewDevice },
  { check: 'RULES', judge: checkRules },
  { check: 'STEP_UP', judge: checkStepUp },
];

function checkService({ settings }: D1Facts): Finding {
  return settings.services.includes('TOKENIZATION')
    ? passed('the product has tokenization')
    : declined('the product has no tokenization', ResponseCode.productNotSupported);
}

function checkRegistration({ card, settings }: D1Facts): Finding {
  if (card.kind === 'REGISTERED') return passed('the card is registered');
  if (card.kind === 'RETIRED') return declined('the card was deleted or replaced', ResponseCode.cardRevoked);
  return settings.unregisteredCards === 'REGISTER'
    ? passed('the card is not registered; it will be, with its token')
    : declined('the card is not registered', ResponseCode.unknownCard);
}

function checkState({ card }: D1Facts): Finding {
  if (card.kind !== 'REGISTERED') return null;
  if (card.state === 'ACTIVE') return passed('the card is ACTIVE');
  const code = card.state === 'INACTIVE' ? ResponseCode.cardSuspended : ResponseCode.cardRevoked;
  return declined(`the card is ${card.state}`, code);
}

function checkExpiry({ card, now }: D1Facts): Finding {
  if (card.kind === 'RETIRED') return null;
  const registered = card.kind === 'REGISTERED' ? card.expiry : null;
  if (registered !== null && card.givenExpiry !== null && registered !== card.givenExpiry) {
    return declined('another expiry date was given than the registered one', ResponseCode.invalidFpan);
  }
  const expiry = registered ?? card.givenExpiry;
  if (expiry === null) return passed('no expiry date is known');
  return now > lastInstantOfExpiry(expiry)
    ? declined('the card has expired', ResponseCode.cardExpired)
    : passed('the card has not expired');
}

function checkRecommendation({ recommendation }: D1Facts): Finding {
  if (recommendation === null) return passed('the wallet recommends nothing');
  const because = `the wallet recommends ${recommendation}`;
  if (recommendation === 'red') return declined(because);
  return recommendation === 'green' ? passed(because) : stepUp(because);
}

function checkVerification({ purpose, card, settings, verification }: D1Facts): Finding {
  if (!settings.verifyCard || purpose === 'DEVICE_BINDING') return null;
  if (verification === null) return { needs: 'VERIFICATION' };
  if (verification === 'IMPOSSIBLE')
    return declined('no expiry date is known to ask the issuer with', ResponseCode.invalidFpan);
  if (verification.invalid) return declined('the issuer says the card is invalid', ResponseCode.invalidFpan);
  if (verification.lostOrStolen)
    return declined('the issuer says the card is lost or stolen', ResponseCode.cardSuspended);
  if (verification.expired) return declined('the issuer says the card has expired', ResponseCode.cardExpired);
  if (verification.fraudSuspect) return declined('the issuer suspects fraud', ResponseCode.fraudSuspected);
  if (verification.names === 'ANOTHER_CARD')
    return declined(
      'the issuer means another card or holder than those registered',
      ResponseCode.invalidFpan,
    );
  if (card.kind === 'UNREGISTERED' && verification.names === null)
    return declined('the issuer named no card and holder to register', ResponseCode.unknownCard);
  return passed('the issuer says the card is good');
}

function checkSecurityCode(facts: D1Facts): Finding {
  const { verification } = facts;
  if (verification !== null && verification !== 'IMPOSSIBLE' && verification.securityCodeTriesExceeded)
    return declined('the security code was tried too often', ResponseCode.authenticationValueProblem);
  switch (securityCodeIn(facts)) {
    case 'VALID':
      return passed('the security code is right');
    case 'INVALID':
      return declined('the security code is wrong', ResponseCode.authenticationValueProblem);
    case 'NOT_CHECKED':
      return passed('no security code was checked');
  }
}

/** Whoever holds the new device has yet to show that they are the cardholder. */
function checkNewDevice({ purpose }: D1Facts): Finding {
  return purpose === 'DEVICE_BINDING' ? stepUp('the user of a new device is verified') : null;
}

function checkRules(facts: D1Facts): Finding {
  const rule = firstRule(facts);
  if (rule === 'TURNS_ON_CONSUMER') return { needs: 'CONSUMER' };
  if (rule === null) return passed('no rule of the product applies');
  return { leaves: colours[rule.decision], because: `rule "${rule.name}" says ${rule.decision}` };
}

const colours = { GREEN: 'green', YELLOW: 'yellow', RED: 'red' } as const satisfies Record<
  DecisionRule['decision'],
  Decision
>;

/** Yellow is only for whom there is a way to verify. */
function checkStepUp({ issuerHasIdv, consumerReachable }: D1Facts, soFar: Decision): Finding {
  if (soFar !== 'yellow') return null;
  if (!issuerHasIdv) return declined('the issuer verifies no cardholders');
  if (consumerReachable === null) return { needs: 'CONSUMER' };
  return consumerReachable
    ? stepUp('a code can be sent to the consumer')
    : declined('neither telephone number nor e-mail address of the consumer is known');
}
