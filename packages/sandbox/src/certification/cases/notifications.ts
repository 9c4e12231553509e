import { luhnCheckDigit } from '@countermark/wire/card/pan';
import { writeTokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { CardElements } from '../certification-profile.ts';
import type { Changes, Enrolment } from '../issuer-gateway/enrolment.ts';
import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { accepted, understood } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';

const reason = 'Issuer Gateway API, notifyVirtualCardChange';
const lifeCycle = 'Issuer Gateway API, token life cycle';

export const notificationCases = [
  issuerGatewayCase({
    id: 'IG-NOT-01',
    title: 'Takes every change of a token, from its activation to its erasure',
    level: 'mandatory',
    reason: lifeCycle,
    async run(hub, card) {
      const token = await activeToken(hub, card);
      for (const action of ['SUSPEND', 'RESUME', 'UPDATE', 'RENEW', 'DELETE', 'ERASE'])
        accepted(await token.notify(action, { session: crypto.randomUUID() }), notTaken(action));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-NOT-02',
    title: 'Takes the token number that comes with an activation',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const enrolment = await approved(hub, card);
      const body = '999090010000000';
      const token = { token: body + luhnCheckDigit(body), tokenExpiryDate: '1231' };
      const { text } = await hub.seal(writeTokenInfo(token));
      accepted(await enrolment.notify('ACTIVATE', { tokenInfo: text }), {
        defect: 'token-info-refused',
        wrong: 'An activation with tokenInfo, sealed as registered, is not taken.',
        mend: 'Open tokenInfo like cipheredCardInfo, or leave it alone: networks that give the token number send it.',
      });
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-NOT-03',
    title: 'Takes the news that an operation failed',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const token = await activeToken(hub, card);
      for (const errorCode of [ResponseCode.deviceNotReachable, ResponseCode.operationNotAllowed]) {
        const failure = { session: crypto.randomUUID(), source: 'ISSUER', errorCode };
        accepted(await token.notify('SUSPEND', failure), {
          defect: 'failure-refused',
          wrong: `A notification with errorCode ${errorCode} is not taken.`,
          mend: 'Acknowledge it, and leave the token as it was: errorCode says that the operation failed.',
        });
      }
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-NOT-04',
    title: 'Takes changes that wallet, network and issuer caused',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const token = await activeToken(hub, card);
      for (const source of ['WALLET', 'TSP', 'ISSUER', undefined]) {
        accepted(
          await token.notify('SUSPEND', { session: crypto.randomUUID(), source }),
          notTaken('SUSPEND'),
        );
        accepted(await token.notify('RESUME', { session: crypto.randomUUID(), source }), notTaken('RESUME'));
      }
      accepted(await token.notify('DELETE_FROM_APP', { source: 'WALLET' }), notTaken('DELETE_FROM_APP'));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-NOT-05',
    title: 'Survives notifications that come late or out of order',
    level: 'mandatory',
    reason: lifeCycle,
    async run(hub, card) {
      const enrolment = await approved(hub, card);
      const explanation = {
        defect: 'out-of-order-breaks',
        wrong: 'A notification that does not fit the state of its token breaks something.',
        mend: 'Acknowledge it and book what the hub says: it knows the state of the token, and may tell late.',
      };
      for (const action of ['RESUME', 'ACTIVATE', 'DELETE', 'SUSPEND', 'ACTIVATE'])
        understood(await enrolment.notify(action, { session: crypto.randomUUID() }), explanation);
      const next = await activeToken(hub, card);
      accepted(await next.notify('SUSPEND', { session: crypto.randomUUID() }), notTaken('SUSPEND'));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-NOT-06',
    title: 'Allows a new enrolment after one that failed',
    level: 'mandatory',
    reason: 'Issuer Gateway API, handle enrollment failures',
    async run(hub, card) {
      const failed = await approved(hub, card);
      accepted(await failed.notify('DELETE'), notTaken('DELETE'));
      await activeToken(hub, card);
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-NOT-07',
    title: 'Survives a notification of a card that it does not know',
    level: 'optional',
    reason,
    async run(hub, card) {
      const token = await activeToken(hub, card);
      const stranger: Changes = { issuerCardRefId: 'no-such-card', virtualCardId: crypto.randomUUID() };
      understood(await token.notify('SUSPEND', stranger), {
        defect: 'unknown-card-breaks',
        wrong: 'A notification of an unknown card breaks something.',
        mend: 'Acknowledge it, or refuse with HTTP 400 and 116: after HTTP 500 the hub sends it again for a day.',
      });
      return [];
    },
  }),
];

/** Plays an enrolment up to a decision that makes a token. */
export async function approved(hub: PlayedHub, card: CardElements): Promise<Enrolment> {
  const enrolment = hub.enrolment(card);
  await enrolment.eligible();
  await enrolment.decided();
  return enrolment;
}

/** Plays an enrolment to its end. */
export async function activeToken(hub: PlayedHub, card: CardElements): Promise<Enrolment> {
  const enrolment = await approved(hub, card);
  accepted(await enrolment.notify('ACTIVATE'), notTaken('ACTIVATE'));
  return enrolment;
}

function notTaken(action: string) {
  return {
    defect: 'notification-refused',
    wrong: `A notification of ${action} is not taken.`,
    mend: 'Acknowledge every notification with HTTP 200 and book it: what the hub tells has happened already.',
  };
}
