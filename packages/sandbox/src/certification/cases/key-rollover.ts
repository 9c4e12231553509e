import { issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { accepted, judge, refused } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub } from '../issuer-gateway/played-hub.ts';
import { askWith } from './envelopes.ts';

const reason = 'Issuer Gateway API, data encryption and security';
const oneKey = { notApplicable: 'The profile names one key only: there is no rollover to try.' };

/** The key that goes out of use; undefined without a rollover. */
function olderKey({ gateway: { keys } }: PlayedHub) {
  return keys.length > 1 ? keys[0] : undefined;
}

export const keyRolloverCases = [
  issuerGatewayCase({
    id: 'IG-KEY-01',
    title: 'Opens envelopes of the older key while the newer one is in use',
    level: 'conditional',
    reason,
    async run(hub, card) {
      const certificate = olderKey(hub);
      if (certificate === undefined) return oneKey;
      for (const turn of [certificate, hub.newestKey, certificate]) {
        accepted(await askWith(hub, await hub.sealCard(card, { certificate: turn })), {
          defect: turn === certificate ? 'older-key-not-known' : 'newest-key-not-known',
          wrong: `An envelope for key ${turn.keyIdentifier}, the ${turn === certificate ? 'older' : 'newest'} of the two, does not open while both are in use.`,
          mend: 'Keep every key whose certificate the hub has until it is removed there, and choose by publicKeyIdentifier: enrolments under way go on with the older key.',
        });
      }
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-KEY-02',
    title: 'Chooses between two keys by the envelope alone',
    level: 'conditional',
    reason,
    needs: ['IG-KEY-01'],
    async run(hub, card) {
      const certificate = olderKey(hub);
      if (certificate === undefined) return oneKey;
      const { cipheredCardInfo } = await hub.sealCard(card, { certificate });
      accepted(await askWith(hub, { cipheredCardInfo }), {
        defect: 'recipient-not-read',
        wrong: 'An envelope for the older key does not open where publicKeyIdentifier is absent.',
        mend: 'Without publicKeyIdentifier, take the key that the recipient in the envelope names.',
      });
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-KEY-03',
    title: 'Goes on with an enrolment that began under the older key',
    level: 'conditional',
    reason,
    needs: ['IG-KEY-01'],
    async run(hub, { fpan, exp }) {
      const card = { fpan, exp }; // a security code would be sealed anew, for the newest key
      const certificate = olderKey(hub);
      if (certificate === undefined) return oneKey;
      const named = await hub.sealCard(card, { certificate });
      const before = hub.enrolment(card);
      await before.eligible(named);
      await hub.enrolment(card).eligible();
      accepted(await before.requestCardDigitization(named), {
        defect: 'rollover-breaks-enrolment',
        wrong: 'An enrolment that began under the older key cannot go on once the newer one was used.',
        mend: 'Choose the key for every envelope anew, and do not forget the older one when the newer one comes.',
      });
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-KEY-04',
    title: 'Refuses an envelope for a key that it never had',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const { cipheredCardInfo } = await hub.sealCard(card, {
        certificate: { ...hub.newestKey, keyIdentifier: 'no-such-key' },
        recipient: 'subjectKeyIdentifier',
      });
      const asked = await askWith(hub, { cipheredCardInfo, publicKeyIdentifier: 'no-such-key' });
      if (judge(asked).kind === 'ACCEPTED')
        return {
          notApplicable: 'The issuer tries its keys whatever they are called, and one of them opened it.',
        };
      refused(asked, {
        defect: 'unknown-key-not-refused',
        wrong: 'An envelope for a key that the issuer never had is taken.',
        mend: 'Refuse with HTTP 400 and 112.',
      });
      return [];
    },
  }),
];
