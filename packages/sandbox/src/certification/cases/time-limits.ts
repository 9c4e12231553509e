import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { qualifiedName } from '@countermark/wire/issuer-gateway/operation';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { timeLimitOf } from '../issuer-gateway/issuer-line.ts';
import type { Asked } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';
import { activeToken } from './notifications.ts';

const reason = 'Issuer Gateway API, response codes and retry policy';

export const timeLimitCases = [
  issuerGatewayCase({
    id: 'IG-TIM-01',
    title: 'Answers every question of an enrolment in time',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const enrolment = hub.enrolment(card);
      const eligibility = await enrolment.checkCardEligibility();
      await enrolment.eligible();
      return [eligibility, await enrolment.requestCardDigitization()].flatMap(asked => lateness(hub, asked));
    },
  }),
  issuerGatewayCase({
    id: 'IG-TIM-02',
    title: 'Names methods and sends one-time passwords in time',
    level: 'conditional',
    reason,
    card: 'yellow',
    async run(hub, card) {
      const enrolment = hub.enrolment(card);
      await enrolment.eligible();
      const [method] = (await enrolment.decided()).idvMethodList;
      if (method === undefined) return { notApplicable: 'The decision offers no method.' };
      const list = await enrolment.getIDnVMethodList();
      const sent = await enrolment.sendOTP({ otpMethodId: method.id, otpValue: '012345' });
      return [list, sent].flatMap(asked => lateness(hub, asked));
    },
  }),
  issuerGatewayCase({
    id: 'IG-TIM-03',
    title: 'Acknowledges notifications in time',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const token = await activeToken(hub, card);
      const told = [await token.notify('SUSPEND'), await token.notify('DELETE')];
      return told.flatMap(asked => lateness(hub, asked));
    },
  }),
];

function lateness({ profile }: PlayedHub, { operation, answer }: Asked): Finding[] {
  const limit = timeLimitOf(operation, profile);
  if (answer.durationMs <= limit) return [];
  const came = answer.kind === 'SILENCE' ? 'did not come' : `came after ${answer.durationMs} ms`;
  return [
    {
      defect: 'answer-too-late',
      wrong: `The answer to ${qualifiedName(operation)} ${came}: the hub waits for ${limit} ms.`,
      mend: 'Answer first and do afterwards what takes long, such as delivering a message; look for slow queries and for calls to other systems without a time limit. Past the limit the wallet has been refused already.',
    },
  ];
}
