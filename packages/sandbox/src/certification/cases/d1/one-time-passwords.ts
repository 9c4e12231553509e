import { otpChannels, otpReasons } from '@countermark/wire/d1/outbound/deliver-otp';
import { d1Case } from '../../d1/d1-case.ts';
import type { D1TestCard } from '../../d1/d1-profile.ts';
import { refused, taken } from '../../d1/judge-d1-answer.ts';
import type { PlayedD1Hub } from '../../d1/played-d1-hub.ts';
import { unknownId } from './unknown-id.ts';

const reason = 'D1, Deliver OTP';
const calls = 'deliverOtp';
const level = 'conditional';

export const oneTimePasswordCases = [
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-OTP-01',
    title: 'Delivers by SMS and by e-mail, whatever the password is for',
    async run(hub, card) {
      for (const channel of otpChannels) {
        for (const purpose of otpReasons) {
          taken(await deliver(hub, card, { channel, reason: purpose }), {
            defect: 'otp-not-delivered',
            wrong: `A one-time password by ${channel} for ${purpose} is not taken.`,
            mend: 'Answer 204 for every channel and reason: the values of reason are written with hyphens.',
          });
        }
      }
      return [];
    },
  }),
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-OTP-02',
    title: 'Takes passwords as texts of any length, zeros in front among them',
    async run(hub, card) {
      for (const otp of ['0012', '012345', '98765432']) {
        taken(await deliver(hub, card, { otp }), {
          defect: 'otp-not-a-text',
          wrong: `A one-time password of ${otp.length} digits${otp.startsWith('0') ? ' that begins with 0' : ''} is not taken.`,
          mend: 'Keep the password as a text and pass it on unchanged; its length is not fixed.',
        });
      }
      return [];
    },
  }),
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-OTP-03',
    title: 'Refuses a consumer that it does not have with 404',
    async run(hub, card) {
      refused(await deliver(hub, { ...card, consumerId: unknownId }), [404], {
        defect: 'unknown-consumer-not-404',
        wrong: 'A one-time password for a consumer that does not exist is not refused with 404.',
        mend: 'Answer 404: the cardholder would wait for a code that never comes.',
      });
      return [];
    },
  }),
];

function deliver(
  hub: PlayedD1Hub,
  { consumerId, pan }: Pick<D1TestCard, 'consumerId' | 'pan'>,
  changes: object = {},
) {
  const body = {
    otp: '012345',
    channel: 'SMS',
    panLast4: pan.slice(-4),
    reason: 'CARD-DIGITIZATION',
    ...changes,
  };
  return hub.ask({ name: calls, parameters: { consumerId }, body });
}
