import type { IssuerGatewayOperation } from '@countermark/wire/issuer-gateway/operation';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { type Asked, accepted, understood } from '../issuer-gateway/judge-answer.ts';
import { activeToken, approved } from './notifications.ts';

const reason = 'Issuer Gateway API, API guidelines, compatibility';

/** Members that a later version may bring: of every JSON type, at every level. */
const ofALaterVersion = { laterText: 'yes', laterNumber: 7, laterObject: { inner: [true, null] } };

export const compatibilityCases = [
  issuerGatewayCase({
    id: 'IG-CMP-01',
    title: 'Ignores members that it does not know in the questions of an enrolment',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const enrolment = hub.enrolment(card);
      const asked = await enrolment.checkCardEligibility(ofALaterVersion);
      accepted(asked, unknownMemberRefused(asked));
      await enrolment.eligible();
      const { tokenRequestor } = enrolment.wallet;
      const decision = await enrolment.requestCardDigitization({
        ...ofALaterVersion,
        tokenRequestor: { ...tokenRequestor, ...ofALaterVersion },
        cardCaptureInformation: { captureMethod: 'MANUAL', ...ofALaterVersion },
      });
      accepted(decision, unknownMemberRefused(decision));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-CMP-02',
    title: 'Ignores members that it does not know in notifications',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const enrolment = await approved(hub, card);
      const asked = await enrolment.notify('ACTIVATE', ofALaterVersion);
      accepted(asked, unknownMemberRefused(asked));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-CMP-03',
    title: 'Acknowledges a notification of an action that it does not know',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const token = await activeToken(hub, card);
      const asked = await token.notify('SOMETHING_OF_A_LATER_VERSION', { session: crypto.randomUUID() });
      accepted(asked, unknownValue('action'));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-CMP-04',
    title: 'Acknowledges a notification with a source or an error code that it does not know',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const token = await activeToken(hub, card);
      const session = crypto.randomUUID();
      accepted(await token.notify('SUSPEND', { session, source: 'CARDHOLDER' }), unknownValue('source'));
      const failed = { session: crypto.randomUUID(), errorCode: 799 };
      accepted(await token.notify('RESUME', failed), unknownValue('errorCode'));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-CMP-05',
    title: 'Decides in spite of values that it does not know',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const enrolment = hub.enrolment(card);
      understood(
        await enrolment.checkCardEligibility({ captureMethod: 'THOUGHT' }),
        unknownValue('captureMethod'),
      );
      await enrolment.eligible();
      const decision = await enrolment.requestCardDigitization({
        cardCaptureInformation: { captureMethod: 'THOUGHT' },
        scoringInformation: { levelOfTrust: 'orange', reasonCodes: ['ZZ'] },
        deviceInformation: { tokenStorageType: 'RING' },
        tokenType: 'CLOUD',
      });
      understood(decision, unknownValue('captureMethod, levelOfTrust, tokenStorageType or tokenType'));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-CMP-06',
    title: 'Answers a wallet that it does not know, with a decision or a code',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const enrolment = hub.enrolment(card);
      const wallet = { walletProviderId: 'WALLET_OF_A_LATER_YEAR' };
      understood(await enrolment.checkCardEligibility(wallet), unknownValue('walletProviderId'));
      return [];
    },
  }),
];

function unknownMemberRefused({ operation }: Asked<IssuerGatewayOperation>) {
  return {
    defect: 'unknown-member-refused',
    wrong: `${operation.name} with members that the issuer does not know is not taken.`,
    mend: 'Ignore what is not known: later versions add members. Let the parser drop them (Jackson: FAIL_ON_UNKNOWN_PROPERTIES off; JSON Schema: no additionalProperties: false).',
  };
}

function unknownValue(member: string) {
  return {
    defect: 'unknown-value-refused',
    wrong: `A value of ${member} that the issuer does not know makes it fail.`,
    mend: 'Read such members as text, and let a value that is not known pass: later versions add values. A closed enumeration in the parser is the usual cause.',
  };
}
