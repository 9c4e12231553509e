import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { LevelOfTrust } from '@countermark/wire/issuer-gateway/data/level-of-trust';
import type { CardElements } from '../certification-profile.ts';
import type { Decision } from '../issuer-gateway/enrolment.ts';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { accepted, judge, understood } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';
import { merchant } from '../issuer-gateway/played-wallet.ts';

const reason = 'Issuer Gateway API, tokenization decision';
const digitization = 'Issuer Gateway API, requestCardDigitization';

const namesOfDecisions = ['green', 'yellow', 'red'];

export const decisionCases = [
  issuerGatewayCase({
    id: 'IG-DEC-01',
    title: 'Approves a card at once',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const { decision } = await decide(hub, card);
      return [...decisionFindings(decision, 'green'), ...noMethods(decision)];
    },
  }),
  issuerGatewayCase({
    id: 'IG-DEC-02',
    title: 'Spells its decision as the documentation does',
    level: 'mandatory',
    reason: digitization,
    async run(hub, card) {
      const enrolment = hub.enrolment(card);
      await enrolment.eligible();
      const { levelOfTrust } = accepted(await enrolment.requestCardDigitization());
      return namesOfDecisions.includes(levelOfTrust.toLowerCase()) ? [] : [unknownDecision];
    },
  }),
  issuerGatewayCase({
    id: 'IG-DEC-03',
    title: 'Asks for step-up and offers its methods with the decision',
    level: 'conditional',
    reason,
    card: 'yellow',
    async run(hub, card) {
      const { decision } = await decide(hub, card);
      const offered = decision.idvMethodList.map(({ type }) => type);
      const lacking = card.methods.filter(type => !offered.includes(type));
      return [
        ...decisionFindings(decision, 'yellow'),
        ...(lacking.length === 0 ? [] : [methodsLacking(lacking)]),
        ...methodFindings(decision.idvMethodList),
      ];
    },
  }),
  issuerGatewayCase({
    id: 'IG-DEC-04',
    title: 'Asks for step-up without methods, and names them when it is asked',
    level: 'conditional',
    reason,
    card: 'yellow-without-list',
    async run(hub, card) {
      const { enrolment, decision } = await decide(hub, card);
      const { idvMethodList } = accepted(await enrolment.getIDnVMethodList());
      return [
        ...decisionFindings(decision, 'yellow'),
        ...noMethods(decision),
        ...(idvMethodList.length === 0 ? [noMethodAtAll] : methodFindings(idvMethodList)),
      ];
    },
  }),
  issuerGatewayCase({
    id: 'IG-DEC-05',
    title: 'Declines a card with HTTP 200 and red',
    level: 'conditional',
    reason: digitization,
    card: 'red',
    async run(hub, card) {
      const enrolment = hub.enrolment(card);
      await enrolment.eligible();
      const asked = await enrolment.requestCardDigitization();
      const judgement = judge(asked);
      if (judgement.kind === 'REFUSED') return [redIsNoError(judgement.code)];
      const { levelOfTrust, idvMethodList = [] } = accepted(asked);
      const decision = { levelOfTrust: levelOfTrust.toLowerCase() as LevelOfTrust, idvMethodList };
      return [...decisionFindings(decision, 'red'), ...noMethods(decision)];
    },
  }),
  issuerGatewayCase({
    id: 'IG-DEC-06',
    title: 'Does not approve a card with a wrong security code',
    level: 'conditional',
    reason,
    async run(hub, card) {
      if (card.cvv === undefined)
        return { notApplicable: 'The profile names no security code of the card that ends green.' };
      const enrolment = hub.enrolment(card);
      await enrolment.eligible();
      const wrong = card.cvv.replace(/^./, digit => String((Number(digit) + 1) % 10));
      const asked = await enrolment.requestCardDigitization(await enrolment.sealedCode(wrong));
      const explanation = { ...wrongCode, wrong: 'A wrong security code breaks something.' };
      const judgement = understood(asked, explanation);
      if (judgement.kind !== 'ACCEPTED') return [];
      return accepted(asked).levelOfTrust.toLowerCase() === 'green' ? [wrongCode] : [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-DEC-07',
    title: 'Decides on a merchant, which tells of no device',
    level: 'mandatory',
    reason: 'Issuer Gateway API, device information',
    async run(hub, card) {
      const enrolment = hub.enrolment(card, merchant);
      const explanation = {
        defect: 'device-needed',
        wrong: 'Without deviceInformation and with no more than walletUserId of the user, no decision comes.',
        mend: 'Take every optional member as optional: merchants have no device, wallets tell little of their users. Decide, or refuse with a code.',
      };
      const eligibility = understood(await enrolment.checkCardEligibility(), explanation);
      if (eligibility.kind !== 'ACCEPTED')
        return { notApplicable: 'The issuer does not let merchants tokenize this card.' };
      await enrolment.eligible();
      understood(
        await enrolment.requestCardDigitization({
          scoringInformation: undefined,
          walletCardRefId: undefined,
        }),
        explanation,
      );
      return [];
    },
  }),
];

/** Plays an enrolment up to its decision. */
async function decide(hub: PlayedHub, card: CardElements) {
  const enrolment = hub.enrolment(card);
  await enrolment.eligible();
  return { enrolment, decision: await enrolment.decided() };
}

/** None when the decision is the one that the card is for. */
export function decisionFindings({ levelOfTrust }: Decision, level: LevelOfTrust): Finding[] {
  if (levelOfTrust === level) return [];
  return [
    {
      defect: 'other-decision',
      wrong: `The card was to end ${level}, and the decision is ${levelOfTrust}.`,
      mend: 'Compare the card in the profile with what the issuer makes of it: typed into a wallet on a phone, with its security code where the profile gives one.',
    },
  ];
}

function noMethods({ levelOfTrust, idvMethodList }: Decision): Finding[] {
  if (levelOfTrust === 'yellow' || idvMethodList.length === 0) return [];
  return [
    {
      defect: 'methods-without-step-up',
      wrong: `The decision is ${levelOfTrust}, and there are step-up methods with it.`,
      mend: 'Send idvMethodList with yellow only.',
    },
  ];
}

/** Cardholder and hub tell methods apart by `id`. */
export function methodFindings(methods: readonly { id: string }[]): Finding[] {
  if (new Set(methods.map(({ id }) => id)).size === methods.length) return [];
  return [
    {
      defect: 'method-ids-not-unique',
      wrong: 'Two methods of one list have the same id.',
      mend: 'Give every method of a list an id of its own: it comes back as otpMethodId.',
    },
  ];
}

const unknownDecision: Finding = {
  defect: 'unknown-level-of-trust',
  wrong: 'levelOfTrust is none of green, yellow and red.',
  mend: 'Send one of the three: hubs take what they do not know for a decline.',
};
const noMethodAtAll: Finding = {
  defect: 'no-step-up-method',
  wrong: 'The decision is yellow, and getIDnVMethodList names no method either.',
  mend: 'Name at least one method that can be served end to end, or decide green or red.',
};
const methodsLacking = (types: readonly string[]): Finding => ({
  defect: 'methods-lacking',
  wrong: `The decision does not offer ${types.join(', ')}, which the profile says of this card.`,
  mend: 'Send idvMethodList with every method that the cardholder can use, or correct the profile.',
});
const redIsNoError = (code: number): Finding => ({
  defect: 'red-as-error',
  wrong: `A decline was sent as HTTP 400 with code ${code}.`,
  mend: 'Send HTTP 200 with levelOfTrust red: a decline is an answer. Codes are for what cannot be decided.',
});
const wrongCode: Finding = {
  defect: 'wrong-code-approved',
  wrong: 'A card with a wrong security code is approved at once.',
  mend: 'Open authenticationValue and compare it: refuse with 161, decline, or ask for step-up.',
};
