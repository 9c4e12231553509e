import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { DecisionRule } from './card-product.ts';
import { type D1Facts, type D1Purpose, securityCodeIn, type VerifiedCard } from './d1-facts.ts';
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
  | 'DIRECTORY'
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
  for (const { check, judge } of checksInOrder.filter(({ of }) => of.includes(facts.purpose))) {
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

/** The first check that leaves no more than what was decided; green is what the last one leaves, too. */
function traceOf(checks: readonly D1Check[], decision: Decision): DecisionTrace {
  const decisive = decision === 'green' ? checks.at(-1) : checks.find(({ leaves }) => leaves === decision);
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

interface CheckInOrder {
  check: D1CheckName;
  of: readonly D1Purpose[];
  judge: (facts: D1Facts, soFar: Decision) => Finding;
}

const every: readonly D1Purpose[] = ['TOKEN', 'CLICK_TO_PAY', 'DEVICE_BINDING'];
const asked: readonly D1Purpose[] = ['TOKEN', 'DEVICE_BINDING'];

const checksInOrder: readonly CheckInOrder[] = [
  { check: 'SERVICE', of: asked, judge: checkService },
  { check: 'CARD_REGISTERED', of: every, judge: checkRegistration },
  { check: 'CARD_STATE', of: every, judge: checkState },
  { check: 'CARD_EXPIRY', of: every, judge: checkExpiry },
  { check: 'RECOMMENDATION', of: every, judge: checkRecommendation },
  { check: 'VERIFY_CARD', of: ['TOKEN'], judge: checkVerification },
  { check: 'SECURITY_CODE', of: ['TOKEN'], judge: checkSecurityCode },
  // Whoever holds the new device has yet to show that they are the cardholder.
  {
    check: 'NEW_DEVICE',
    of: ['DEVICE_BINDING'],
    judge: () => stepUp('the user of a new device is verified'),
  },
  { check: 'DIRECTORY', of: ['CLICK_TO_PAY'], judge: () => passed('the card is enrolled in Click to Pay') },
  { check: 'RULES', of: asked, judge: checkRules },
  { check: 'STEP_UP', of: every, judge: checkStepUp },
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

function checkVerification({ card, settings, verification }: D1Facts): Finding {
  if (!settings.verifyCard) return null;
  if (verification === null) return { needs: 'VERIFICATION' };
  if (verification === 'IMPOSSIBLE')
    return declined(
      'the issuer could not be asked to verify the card: its expiry date is not known',
      ResponseCode.invalidFpan,
    );
  if (verification.invalid) return declined('the issuer says the card is invalid', ResponseCode.invalidFpan);
  if (verification.lostOrStolen)
    return declined('the issuer says the card is lost or stolen', ResponseCode.cardSuspended);
  if (verification.expired) return declined('the issuer says the card has expired', ResponseCode.cardExpired);
  if (verification.fraudSuspect) return declined('the issuer suspects fraud', ResponseCode.fraudSuspected);
  return checkNames(card, verification);
}

/** The issuer must mean the card that is registered, or name the one that is to be. */
function checkNames(card: D1Facts['card'], { cardId, consumerId }: VerifiedCard): Finding {
  if (card.kind !== 'REGISTERED') {
    return cardId === null || consumerId === null
      ? declined('the issuer named no card and holder to register', ResponseCode.unknownCard)
      : passed('the issuer says the card is good');
  }
  const differs = (told: string | null, known: string | null) =>
    told !== null && known !== null && told !== known;
  return differs(cardId, card.cardId) || differs(consumerId, card.consumerId)
    ? declined('the issuer means another card or holder than those registered', ResponseCode.invalidFpan)
    : passed('the issuer says the card is good');
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
