import { isOtpMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { CertificationCase } from '../certification-case.ts';
import type { CardElements } from '../certification-profile.ts';
import type { Enrolment } from '../issuer-gateway/enrolment.ts';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { accepted, refused, understood } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';

const reason = 'Issuer Gateway API, sendOTP';
const noOtp = { notApplicable: 'The issuer offers no method that it sends a one-time password by.' };

export const otpCases = [
  issuerGatewayCase({
    id: 'IG-OTP-01',
    title: 'Sends a one-time password by every method that it offers for it',
    level: 'conditional',
    reason,
    card: 'yellow',
    async run(hub, card) {
      const { methods } = await stepUp(hub, card);
      if (methods.length === 0) return noOtp;
      for (const { type } of methods) {
        const { enrolment, methods: offered } = await stepUp(hub, card);
        const otpMethodId = offered.find(method => method.type === type)?.id ?? '';
        accepted(await enrolment.sendOTP({ otpMethodId, otpValue: '012345' }), {
          defect: 'otp-not-sent',
          wrong: `A one-time password is not sent by ${type}, which the decision offers.`,
          mend: 'Offer only methods that can be served end to end, and keep the id of each with its session or card: it comes back as otpMethodId.',
        });
      }
      return [];
    },
  }),
  chosenMethodCase({
    id: 'IG-OTP-02',
    title: 'Refuses to send by a method that it did not offer',
    async play(enrolment) {
      refused(await enrolment.sendOTP({ otpMethodId: 'no-such-method', otpValue: '012345' }), {
        defect: 'unknown-method-accepted',
        wrong: 'A one-time password by a method that was never offered is taken.',
        mend: 'Refuse with HTTP 400 and 501 what cannot be delivered: the wallet then offers another method, otherwise the cardholder waits in vain.',
      });
    },
  }),
  chosenMethodCase({
    id: 'IG-OTP-03',
    title: 'Refuses to send to a card that it does not know',
    async play(enrolment, otpMethodId) {
      const otp = { otpMethodId, otpValue: '012345' };
      refused(await enrolment.sendOTP(otp, { issuerCardRefId: 'no-such-card' }), {
        defect: 'unknown-card-accepted',
        wrong: 'A one-time password for a card that the issuer does not know is taken.',
        mend: 'Refuse with HTTP 400 and 116.',
      });
    },
  }),
  chosenMethodCase({
    id: 'IG-OTP-04',
    title: 'Sends again when the cardholder asks for it, or refuses with a code',
    async play(enrolment, otpMethodId) {
      accepted(await enrolment.sendOTP({ otpMethodId, otpValue: '012345' }));
      understood(await enrolment.sendOTP({ otpMethodId, otpValue: '98765432' }), {
        defect: 'second-otp-breaks',
        wrong: 'A second one-time password in one enrolment breaks something.',
        mend: 'Send it as the first one, or refuse it with a code: it is another password, and not always of the same length.',
      });
    },
  }),
];

/** Plays an enrolment up to the choice of a method; only those that need a password are named. */
async function stepUp(hub: PlayedHub, card: CardElements) {
  const enrolment = hub.enrolment(card);
  await enrolment.eligible();
  const methods = await enrolment.methods(await enrolment.decided());
  return { enrolment, methods: methods.filter(({ type }) => isOtpMethod(type)) };
}

/** A case that begins where the cardholder has chosen a method that a password is sent by. */
function chosenMethodCase({
  play,
  ...parts
}: Pick<CertificationCase, 'id' | 'title'> & {
  play(enrolment: Enrolment, otpMethodId: string): Promise<void>;
}): CertificationCase {
  return issuerGatewayCase({
    ...parts,
    level: 'conditional',
    reason,
    card: 'yellow',
    async run(hub, card) {
      const { enrolment, methods } = await stepUp(hub, card);
      const [method] = methods;
      if (method === undefined) return noOtp;
      await play(enrolment, method.id);
      return [];
    },
  });
}
