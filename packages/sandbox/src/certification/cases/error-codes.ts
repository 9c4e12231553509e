import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { checkCardEligibility } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import { isOtpMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import { getIDnVMethodList } from '@countermark/wire/issuer-gateway/get-idnv-method-list';
import { notifyVirtualCardChange } from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import { responseCodeEntry } from '@countermark/wire/issuer-gateway/response-codes';
import type { CardElements, CardOutcome } from '../certification-profile.ts';
import { cardsFor } from '../certification-profile.ts';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { type Asked, refused, understood } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';

const reason = 'Issuer Gateway API, response codes and retry policy';
const protocol = 'Issuer Gateway API, API protocol';

type RefusedCard = CardElements & Extract<CardOutcome, { outcome: 'refused' }>;

export const errorCodeCases = [
  issuerGatewayCase({
    id: 'IG-ERR-01',
    title: 'Refuses cards with HTTP 400 and the code that the profile says',
    level: 'conditional',
    reason,
    card: 'refused',
    async run(hub) {
      const findings: Finding[] = [];
      for (const card of cardsFor(hub.gateway.cards, 'refused')) {
        const code = refused(await playToRefusal(hub, card), notRefused(card));
        if (code !== card.code) findings.push(otherCode(card, code));
      }
      return findings;
    },
  }),
  issuerGatewayCase({
    id: 'IG-ERR-02',
    title: 'Refuses a card reference that it never gave',
    level: 'conditional',
    reason,
    async run(hub) {
      const unknown = { issuerCardRefId: 'no-such-card', virtualCardId: crypto.randomUUID() };
      const body = { ...unknown, walletProviderId: 'APPLE_PAY' };
      const asked = await hub.ask({ operation: getIDnVMethodList, body });
      if (asked.answer.kind === 'ANSWER' && asked.answer.status === 404)
        return {
          notApplicable: 'The issuer does not serve getIDnVMethodList: it names methods with its decisions.',
        };
      const code = refused(asked, {
        defect: 'unknown-card-accepted',
        wrong: 'Step-up methods of a card that the issuer does not know are given.',
        mend: 'Refuse with HTTP 400 and 116.',
      });
      return responseCodeEntry(code) ? [] : [unknownCode(code)];
    },
  }),
  issuerGatewayCase({
    id: 'IG-ERR-03',
    title: 'Refuses what is no JSON',
    level: 'mandatory',
    reason: protocol,
    async run(hub) {
      const asked = await hub.ask({
        operation: checkCardEligibility,
        body: '{"walletProviderId": "APPLE_PAY"',
      });
      return refusedSomehow(asked, 'A body that is cut off');
    },
  }),
  issuerGatewayCase({
    id: 'IG-ERR-04',
    title: 'Refuses a question that names no card',
    level: 'mandatory',
    reason: protocol,
    async run(hub) {
      const body = { walletProviderId: 'APPLE_PAY' };
      return refusedSomehow(
        await hub.ask({ operation: checkCardEligibility, body }),
        'A question without card',
      );
    },
  }),
  issuerGatewayCase({
    id: 'IG-ERR-05',
    title: 'Refuses a notification without virtualCardId',
    level: 'optional',
    reason: protocol,
    async run(hub, card) {
      const { issuerCardRefId } = await hub.enrolment(card).eligible();
      const body = { issuerCardRefId, walletProviderId: 'APPLE_PAY', isPrimary: true, action: 'SUSPEND' };
      return refusedSomehow(
        await hub.ask({ operation: notifyVirtualCardChange, body }),
        'A notification without virtualCardId',
      );
    },
  }),
  issuerGatewayCase({
    id: 'IG-ERR-06',
    title: 'Refuses a method that it does not have',
    level: 'optional',
    reason: protocol,
    async run(hub) {
      const operation = { ...checkCardEligibility, name: 'noSuchMethod' };
      return refusedSomehow(await hub.ask({ operation, body: {} }), 'A method that there is not');
    },
  }),
];

/** Plays the enrolment of a card that is to be refused, up to the call that refuses it. */
async function playToRefusal(hub: PlayedHub, card: RefusedCard): Promise<Asked> {
  const enrolment = hub.enrolment(card);
  if (card.operation === 'checkCardEligibility') return enrolment.checkCardEligibility();
  await enrolment.eligible();
  if (card.operation === 'requestCardDigitization') return enrolment.requestCardDigitization();
  const methods = await enrolment.methods(await enrolment.decided());
  const otpMethodId = methods.find(({ type }) => isOtpMethod(type))?.id ?? methods[0]?.id ?? '';
  return enrolment.sendOTP({ otpMethodId, otpValue: '012345' });
}

/** HTTP refuses as well as a code does, as long as it says that the fault is the caller's. */
function refusedSomehow(asked: Asked, what: string): readonly Finding[] {
  const { answer } = asked;
  if (answer.kind === 'ANSWER' && answer.status > 400 && answer.status < 500) return [];
  const explanation = {
    defect: 'bad-request-breaks',
    wrong: `${what} breaks something.`,
    mend: 'Check what comes in before working with it: 400 with 111 for a missing member, 112 for a malformed one.',
  };
  if (understood(asked, explanation).kind === 'REFUSED') return [];
  return [
    { ...explanation, defect: 'bad-request-accepted', wrong: `${what} is answered as if all were well.` },
  ];
}

const notRefused = ({ operation, code }: RefusedCard) => ({
  defect: 'not-refused',
  wrong: `A card that ${operation} refuses with ${code} was not refused.`,
  mend: 'Compare the card in the profile with what the issuer makes of it; a refusal is HTTP 400 with responseCode.',
});
const otherCode = ({ operation, code }: RefusedCard, got: number): Finding => ({
  defect: 'other-code',
  wrong: `${operation} refused a card with ${got}, and the profile says ${code} (${responseCodeEntry(code)?.meaning ?? 'not in the code table'}).`,
  mend: 'Send the code that says why: wallets choose their words by it. Or correct the profile.',
});
const unknownCode = (code: number): Finding => ({
  defect: 'code-not-in-table',
  wrong: `A card that is not known was refused with ${code}, which is in no code table.`,
  mend: 'Send 116 for a card that is not known.',
});
