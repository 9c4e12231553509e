import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { readLevelOfTrust } from '@countermark/wire/issuer-gateway/data/level-of-trust';
import { requestDeviceBinding } from '@countermark/wire/issuer-gateway/request-device-binding';
import type { CardElements } from '../certification-profile.ts';
import type { Enrolment } from '../issuer-gateway/enrolment.ts';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { type Asked, accepted, understood } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';
import { merchant } from '../issuer-gateway/played-wallet.ts';
import { methodFindings } from './decisions.ts';

const reason = 'Issuer Gateway API, token binding and verification';
const notServed = { notApplicable: 'The issuer does not serve requestDeviceBinding.' };

export const deviceBindingCases = [
  issuerGatewayCase({
    id: 'IG-BIN-01',
    title: 'Decides on binding a token to a device',
    level: 'conditional',
    reason,
    async run(hub, card) {
      const { asked, token, deviceBindingReference } = await askForBinding(hub, card);
      if (isNotServed(asked)) return notServed;
      const judgement = understood(asked, bindingBreaks);
      if (judgement.kind !== 'ACCEPTED') return [];
      const { levelOfTrust, idvMethodList = [] } = accepted(asked);
      if (readLevelOfTrust(levelOfTrust) !== 'yellow') return [];
      if (idvMethodList.length > 0) return methodFindings(idvMethodList);
      const list = accepted(await token.getIDnVMethodList({ deviceBindingReference }));
      return list.idvMethodList.length === 0 ? [noMethods] : methodFindings(list.idvMethodList);
    },
  }),
  issuerGatewayCase({
    id: 'IG-BIN-02',
    title: 'Takes the news that a token was bound, was not, or is no longer',
    level: 'conditional',
    reason,
    async run(hub, card) {
      const { asked, token, deviceBindingReference } = await askForBinding(hub, card);
      if (isNotServed(asked)) return notServed;
      const authenticatorInfo = { type: 'FINGERPRINT', level: 'STRONG' };
      const bound = { deviceBindingReference, authenticatorInfo };
      for (const [action, members] of [
        ['DEVICE_BOUND', bound],
        ['DEVICE_UNBOUND', { deviceBindingReference }],
        ['DEVICE_BOUND', { errorCode: 323 }],
      ] as const) {
        accepted(await token.notify(action, { session: crypto.randomUUID(), ...members }), {
          defect: 'binding-notification-refused',
          wrong: `A notification of ${action} is not taken.`,
          mend: 'Acknowledge it: with errorCode the binding failed, and deviceBindingReference is absent.',
        });
      }
      return [];
    },
  }),
];

/** A token of a merchant, and the question whether it may be bound to a device. */
async function askForBinding(
  hub: PlayedHub,
  card: CardElements,
): Promise<{
  asked: Asked<typeof requestDeviceBinding>;
  token: Enrolment;
  deviceBindingReference: string;
}> {
  const token = hub.enrolment(card, merchant);
  await token.eligible();
  const deviceBindingReference = crypto.randomUUID();
  const { walletProviderId, tokenRequestor } = merchant;
  const asked = await hub.ask({
    operation: requestDeviceBinding,
    body: {
      deviceBindingReference,
      virtualCardId: token.virtualCardId,
      issuerCardRefId: token.issuerCardRefId,
      ...{ walletProviderId, tokenRequestor },
      walletUserInformation: { walletUserId: 'certification-run' },
      deviceInformation: { tokenStorageType: 'PHONE', deviceName: 'Phone of the certification run' },
    },
  });
  return { asked, token, deviceBindingReference };
}

function isNotServed({ answer }: Asked): boolean {
  return answer.kind === 'ANSWER' && answer.status === 404;
}

const bindingBreaks = {
  defect: 'binding-breaks',
  wrong: 'The question whether a token may be bound to a device breaks something.',
  mend: 'Decide as for an enrolment, or refuse with a code.',
};
const noMethods: Finding = {
  defect: 'no-step-up-method',
  wrong: 'The binding is decided yellow, and there is no method to step up by.',
  mend: 'Name the methods with the decision, or when getIDnVMethodList asks for them with deviceBindingReference.',
};
