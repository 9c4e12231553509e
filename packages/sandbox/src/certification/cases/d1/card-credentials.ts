import { readFullCardCredentials } from '@countermark/wire/d1/plaintext/full-card-credentials';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { jweFinding } from '@countermark/wire/envelope/doctor/jwe-findings';
import { openJwe } from '@countermark/wire/envelope/jwe';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import { d1Case } from '../../d1/d1-case.ts';
import type { D1Profile, D1TestCard } from '../../d1/d1-profile.ts';
import { refused, taken } from '../../d1/judge-d1-answer.ts';
import type { PlayedD1Hub } from '../../d1/played-d1-hub.ts';
import { unknownId } from './unknown-id.ts';

const reason = 'D1, Get card credentials';
const calls = 'getCardCredentials';
const level = 'conditional';

export const cardCredentialsCases = [
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-CRD-01',
    title: 'Hands out the data of a card, sealed for the key of the hub',
    async run(hub, card) {
      const { hubEncryption } = hub.d1;
      if (hubEncryption === null)
        return { notApplicable: 'The profile has no key that the issuer seals for the hub with.' };
      const { encryptedData } = taken(await ask(hub, card.cardId));
      return judgeEnvelope(encryptedData, { hubEncryption, card });
    },
  }),
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-CRD-02',
    title: 'Refuses a card that it does not have with 404',
    async run(hub) {
      refused(await ask(hub, unknownId), [404], {
        defect: 'unknown-card-not-404',
        wrong: 'The data of a card that does not exist are not refused with 404.',
        mend: 'Answer 404 where there is no card of this cardId.',
      });
      return [];
    },
  }),
  d1Case({
    ...{ level, reason, calls },
    id: 'D1-CRD-03',
    title: 'Does not hand out the data of a card that may not be used',
    async run(hub) {
      const closed = hub.d1.cards.find(({ state }) => state === 'INACTIVE');
      if (closed === undefined) return { notApplicable: 'The profile names no card that is INACTIVE.' };
      refused(await ask(hub, closed.cardId), [403], {
        defect: 'inactive-card-shown',
        wrong: 'The data of a card that may not be used are not refused with 403.',
        mend: 'Look at the state of the card before its data are handed out.',
      });
      return [];
    },
  }),
];

function ask(hub: PlayedD1Hub, cardId: string) {
  return hub.ask({ name: calls, parameters: { cardId } });
}

/** Opens what the issuer sealed; what is inside is compared, and never told. */
async function judgeEnvelope(
  encryptedData: string,
  { hubEncryption, card }: { hubEncryption: NonNullable<D1Profile['hubEncryption']>; card: D1TestCard },
): Promise<readonly Finding[]> {
  const { keyIdentifier, privateKeyPem } = hubEncryption;
  const key = readP256PrivateKey(privateKeyPem);
  const opened = await openJwe(encryptedData, kid => (kid === keyIdentifier ? key : undefined));
  if (!opened.opened) return [jweFinding(opened.why)];
  const reading = readFullCardCredentials(opened.plaintext);
  if (!reading.ok) return [contentWrong(reading.diagnosis)];
  const { pan, exp } = reading.content;
  return pan === card.pan && exp === card.exp ? [] : [otherCard];
}

const contentWrong = (diagnosis: string): Finding => ({
  defect: 'card-data-wrong',
  wrong: `The envelope opens, but what it holds are no card data: ${diagnosis}.`,
  mend: 'Seal JSON with pan (10 to 19 digits), exp (MMYY) and cvv (3 or 4 digits), and name where it is known.',
});
const otherCard: Finding = {
  defect: 'data-of-another-card',
  wrong: 'The data handed out are not those that the profile has of this card.',
  mend: 'Look the card up by cardId. If number or expiry date changed since, mend the profile.',
};
