import { randomUUID } from 'node:crypto';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { checkCardEligibility } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { accepted } from '../issuer-gateway/judge-answer.ts';
import { googlePay } from '../issuer-gateway/played-wallet.ts';

const reason = 'Issuer Gateway API, checkCardEligibility';
const references = 'Issuer Gateway API, key concepts';

export const eligibilityCases = [
  issuerGatewayCase({
    id: 'IG-ELI-01',
    title: 'Names an eligible card by a reference that is not its number',
    level: 'mandatory',
    reason: references,
    async run(hub, card) {
      const { issuerCardRefId } = await hub.enrolment(card).eligible();
      return issuerCardRefId.includes(card.fpan) ? [referenceIsNumber] : [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-ELI-02',
    title: 'Gives the same card the same reference, in every session and for every wallet',
    level: 'mandatory',
    reason: references,
    async run(hub, card) {
      const first = await hub.enrolment(card).eligible();
      const again = await hub.enrolment(card).eligible();
      const elsewhere = await hub.enrolment(card, googlePay).eligible();
      const enrolment = hub.enrolment(card);
      await enrolment.eligible();
      const { issuerCardRefId = first.issuerCardRefId } = accepted(await enrolment.requestCardDigitization());
      const given = [first, again, elsewhere, { issuerCardRefId }].map(answer => answer.issuerCardRefId);
      return new Set(given).size === 1 ? [] : [referenceChanges];
    },
  }),
  issuerGatewayCase({
    id: 'IG-ELI-03',
    title: 'Gives different cards different references',
    level: 'mandatory',
    reason: references,
    async run(hub) {
      const cards = hub.gateway.cards.filter(
        card => card.outcome !== 'refused' || card.operation !== 'checkCardEligibility',
      );
      const numbers = new Map(cards.map(card => [card.fpan, card]));
      if (numbers.size < 2) return { notApplicable: 'The profile names only one card that is eligible.' };
      const given = new Set<string>();
      for (const card of numbers.values()) given.add((await hub.enrolment(card).eligible()).issuerCardRefId);
      return given.size === numbers.size ? [] : [referenceShared];
    },
  }),
  issuerGatewayCase({
    id: 'IG-ELI-04',
    title: 'Knows a card by the reference that it gave it',
    level: 'optional',
    reason,
    async run(hub, card) {
      const { issuerCardRefId } = await hub.enrolment(card).eligible();
      const asked = await hub.ask({
        operation: checkCardEligibility,
        correlationId: randomUUID(),
        body: { issuerCardRefId, walletProviderId: 'APPLE_PAY' },
      });
      const answer = accepted(asked, {
        defect: 'reference-not-known',
        wrong: 'A card that is named by its reference alone is not known.',
        mend: 'Domestic schemes ask this way for a card that was tokenized before: look it up by issuerCardRefId.',
      });
      return answer.issuerCardRefId === issuerCardRefId ? [] : [referenceChanges];
    },
  }),
];

const referenceIsNumber: Finding = {
  defect: 'card-reference-is-number',
  wrong: 'issuerCardRefId holds the card number.',
  mend: 'Make up a reference that tells nothing of the number, a random one for instance, and keep it with the card.',
};
const referenceChanges: Finding = {
  defect: 'card-reference-changes',
  wrong:
    'The same card got different references: issuerCardRefId has to be the same for one FPAN on every call.',
  mend: 'Keep the reference with the card when you first give one, and look it up from then on; do not make it of session, wallet or time.',
};
const referenceShared: Finding = {
  defect: 'card-reference-shared',
  wrong: 'Different cards got the same reference.',
  mend: 'Give every card number a reference of its own: what is done to one card would be done to the other.',
};
