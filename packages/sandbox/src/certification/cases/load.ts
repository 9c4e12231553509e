import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { isOtpMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import { DefectFound } from '../certification-case.ts';
import { type CardElements, cardsFor } from '../certification-profile.ts';
import type { Enrolment } from '../issuer-gateway/enrolment.ts';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { accepted } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';
import type { PlayedSession } from '../load-sessions.ts';
import { decisionFindings } from './decisions.ts';

/** Wallets ask that a cardholder has a choice. */
const enoughMethods = 2;

export const loadCases = [
  issuerGatewayCase({
    id: 'IG-LOA-01',
    title: 'Plays many enrolments at once, each to its end and in time',
    level: 'mandatory',
    reason: 'Issuer Gateway API, response codes and retry policy',
    async run(hub) {
      const findings = await playSessions(hub);
      const figures = hub.load.figures();
      if (figures === null) return { notApplicable: 'The run was asked to play no sessions.' };
      const { answer } = hub.profile.timeLimits;
      return [...findings, ...(figures.p99 <= answer ? [] : [slow(figures.p99, answer)])];
    },
  }),
  issuerGatewayCase({
    id: 'IG-LOA-02',
    title: `Offers at least ${enoughMethods} step-up methods`,
    level: 'optional',
    reason: 'Issuer Gateway API, enrollment flow, activation options',
    async run({ load }) {
      const methods = load.ratios()?.stepUpMethods;
      if (!methods) return { notApplicable: 'No enrolment asked for step-up.' };
      return methods.fewest >= enoughMethods ? [] : [fewMethods(methods.fewest)];
    },
  }),
];

interface LoadCard {
  path: PlayedSession['path'];
  card: CardElements;
}

/** Plays as many sessions as the run asks for, so many at a time, and tells the first of each kind of defect. */
async function playSessions(hub: PlayedHub): Promise<Finding[]> {
  const { plan } = hub.load;
  const cards = cardsUnderLoad(hub);
  const found = new Map<string, Finding>();
  let next = 0;
  const player = async () => {
    while (next < plan.sessions && !hub.signal.aborted) {
      const entry = cards[next++ % cards.length];
      const finding = entry && (await playSession(hub, entry));
      if (finding) found.set(finding.defect, found.get(finding.defect) ?? finding);
    }
  };
  await Promise.all(Array.from({ length: plan.concurrency }, player));
  return [...found.values()];
}

/** Cards that end in an active token: in turn those that are approved at once and those that are stepped up. */
function cardsUnderLoad({ gateway: { cards } }: PlayedHub): LoadCard[] {
  return [
    ...cardsFor(cards, 'green').map(card => ({ path: 'green', card }) as const),
    ...cardsFor(cards, 'yellow').map(card => ({ path: 'yellow', card }) as const),
    ...cardsFor(cards, 'yellow-without-list').map(card => ({ path: 'yellow', card }) as const),
  ];
}

async function playSession(hub: PlayedHub, { path, card }: LoadCard): Promise<Finding | undefined> {
  const enrolment = hub.enrolment(card);
  const stepUpTypes: string[] = [];
  const finding = await playToTheEnd(enrolment, { path, stepUpTypes }).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof DefectFound) return error.finding;
      throw error;
    },
  );
  const { answerTimes } = enrolment;
  hub.load.add({ path, succeeded: finding === undefined, stepUpTypes, answerTimes });
  return finding && { ...finding, wrong: `Under load: ${finding.wrong}` };
}

async function playToTheEnd(
  enrolment: Enrolment,
  { path, stepUpTypes }: Pick<PlayedSession, 'path'> & { stepUpTypes: string[] },
): Promise<void> {
  await enrolment.eligible();
  const decision = await enrolment.decided();
  const [otherDecision] = decisionFindings(decision, path);
  if (otherDecision) throw new DefectFound(otherDecision);
  if (decision.levelOfTrust === 'yellow') {
    const methods = await enrolment.methods(decision);
    stepUpTypes.push(...methods.map(({ type }) => type));
    const method = methods.find(({ type }) => isOtpMethod(type));
    if (method) accepted(await enrolment.sendOTP({ otpMethodId: method.id, otpValue: '012345' }));
  }
  accepted(await enrolment.notify('ACTIVATE'));
}

const slow = (p99: number, limit: number): Finding => ({
  defect: 'slow-under-load',
  wrong: `One answer of a hundred took ${p99} ms or more under load: the hub waits for ${limit} ms.`,
  mend: 'Look for what is done one call after another: connections of the database, locks on a card, keys that are read anew for every call.',
});
const fewMethods = (fewest: number): Finding => ({
  defect: 'few-step-up-methods',
  wrong: `A cardholder who is asked for step-up has ${fewest} method${fewest === 1 ? '' : 's'} to choose from.`,
  mend: 'Offer a second method: who has a new number or no network at hand cannot go on otherwise.',
});
