import { generateKeyPairSync } from 'node:crypto';
import { luhnCheckDigit } from '@countermark/wire/card/pan';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { CertificationCase } from '../../certification-case.ts';
import { d1Case } from '../../d1/d1-case.ts';
import type { D1PublicKey, D1TestCard } from '../../d1/d1-profile.ts';
import { judge, refused, taken } from '../../d1/judge-d1-answer.ts';
import type { PlayedD1Hub } from '../../d1/played-d1-hub.ts';

const reason = 'D1, Verify card';
const openingCase = 'D1-VER-01';
const needs = [openingCase];

export const verifyCardCases = [
  verifyCase({
    id: openingCase,
    title: 'Opens card data sealed for its key, and says whose card it is',
    async run(hub, card) {
      const { consumerId, verificationResults } = taken(await verify(hub, card), {
        defect: 'card-not-verified',
        wrong: 'A card that the issuer has registered is not verified.',
        mend: 'Open encryptedData (compact JWE, ECDH-ES, A256GCM) with the private key that its kid names; the plaintext is JSON with pan and exp, perhaps name and cvv.',
      });
      if (verificationResults.card.invalid) return [cardNotFound];
      return consumerId === card.consumerId ? [] : [otherConsumer];
    },
  }),
  verifyCase({
    id: 'D1-VER-02',
    title: 'Tells a right security code from a wrong one',
    needs,
    async run(hub, card) {
      if (card.cvv === undefined) return { notApplicable: 'The profile has no security code of the card.' };
      const results = async (cvv: string) =>
        taken(await verify(hub, { ...card, cvv })).verificationResults.securityCode;
      const [right, wrong] = [await results(card.cvv), await results(otherCode(card.cvv))];
      if (right === undefined || wrong === undefined) return [codeNotChecked];
      return right.valid && !wrong.valid ? [] : [codeWronglyJudged(right.valid ? 'wrong' : 'right')];
    },
  }),
  verifyCase({
    id: 'D1-VER-03',
    title: 'Knows a card by its number where cardId is absent',
    needs,
    async run(hub, { pan, exp, consumerId }) {
      const answer = taken(
        await ask(hub, { encryptedData: await hub.seal({ pan, exp }), cardBin: pan.slice(0, 6) }),
        {
          defect: 'card-id-demanded',
          wrong: 'A card is not verified without cardId.',
          mend: 'cardId is optional: look the card up by its number.',
        },
      );
      return answer.consumerId === consumerId ? [] : [otherConsumer];
    },
  }),
  verifyCase({
    id: 'D1-VER-04',
    title: 'Does not verify another number under the id of a card',
    needs,
    async run(hub, card) {
      const stranger = await verify(hub, { ...card, pan: otherPan(card.pan) });
      const judgement = judge(stranger);
      if (judgement.kind === 'TAKEN')
        return judgement.message.verificationResults.card.invalid ? [] : [otherNumberVerified];
      refused(stranger, [400, 403, 404], {
        defect: 'other-number-breaks',
        wrong: 'A number that is not that of the card breaks something.',
        mend: 'Answer 404, or 200 with verificationResults.card.invalid true.',
      });
      return [];
    },
  }),
  verifyCase({
    id: 'D1-VER-05',
    title: 'Refuses card data sealed for another key under its own kid',
    needs,
    run: (hub, card) =>
      refusedEnvelope(hub, card, {
        key: { ...newestKey(hub), publicKeyPem: strangerKey() },
        what: 'Card data that was sealed for another key',
      }),
  }),
  verifyCase({
    id: 'D1-VER-06',
    title: 'Refuses a kid that it does not have',
    needs,
    run: (hub, card) =>
      refusedEnvelope(hub, card, {
        key: { keyIdentifier: 'no-such-key', publicKeyPem: strangerKey() },
        what: 'Card data for a key that the issuer never had',
      }),
  }),
  verifyCase({
    id: 'D1-VER-07',
    title: 'Opens card data of the older key while the newer one is in use',
    needs,
    async run(hub, card) {
      const [older, newer] = hub.d1.keys;
      if (newer === undefined)
        return { notApplicable: 'The profile names one key only: there is no rollover to try.' };
      for (const key of [older, newer, older]) {
        taken(await verify(hub, card, key), {
          defect: 'rollover-breaks',
          wrong: `Card data sealed for ${key.keyIdentifier} does not open while two keys are in use.`,
          mend: 'Keep every key that the hub knows until it is removed there, and choose by kid.',
        });
      }
      return [];
    },
  }),
  verifyCase({
    id: 'D1-VER-08',
    title: 'Ignores members that it does not know, in the message and in the card data',
    needs,
    async run(hub, { cardId, pan, exp }) {
      const encryptedData = await hub.seal({ pan, exp, laterMember: { a: [1] } });
      taken(await ask(hub, { cardId, cardBin: pan.slice(0, 6), encryptedData, laterMember: true }), {
        defect: 'unknown-member-refused',
        wrong: 'A call with members of a later version is not taken.',
        mend: 'Leave alone what is not known: do not validate against a closed schema.',
      });
      return [];
    },
  }),
  verifyCase({
    id: 'D1-VER-09',
    title: 'Takes a card number announced by its first 6 to 8 digits',
    needs,
    async run(hub, { cardId, pan, exp }) {
      for (const digits of [6, 7, 8]) {
        const encryptedData = await hub.seal({ pan, exp });
        taken(await ask(hub, { cardId, cardBin: pan.slice(0, digits), encryptedData }), {
          defect: 'bin-length',
          wrong: `cardBin with ${digits} digits is not taken.`,
          mend: 'Take cardBin of 6 to 8 digits: ranges of card numbers are told by 8 today.',
        });
      }
      return [];
    },
  }),
  verifyCase({
    id: 'D1-VER-10',
    title:
      'Refuses card data that were changed on the way, and what is no envelope, and repeats no card number',
    needs,
    async run(hub, card) {
      const sealed = await hub.seal({ pan: card.pan, exp: card.exp });
      const broken = { 'Changed card data': changedTag(sealed), 'What is no envelope': 'no-envelope' };
      for (const [what, encryptedData] of Object.entries(broken)) {
        const asked = await ask(hub, { cardBin: card.pan.slice(0, 6), cardId: card.cardId, encryptedData });
        refused(asked, [400], {
          defect: 'broken-envelope-not-refused',
          wrong: `${what} is not refused with 400.`,
          mend: 'Refuse whatever does not open with one and the same 400, whatever is wrong with it: a 5xx has the hub try again.',
        });
        if (asked.answer.kind === 'ANSWER' && asked.answer.text.includes(card.pan)) return [numberRepeated];
      }
      return [];
    },
  }),
];

function verifyCase(
  parts: Pick<CertificationCase, 'id' | 'title' | 'needs'> & Pick<Parameters<typeof d1Case>[0], 'run'>,
): CertificationCase {
  return d1Case({ ...parts, level: 'conditional', reason, calls: 'verifyCard' });
}

function ask(hub: PlayedD1Hub, body: object) {
  return hub.ask({ name: 'verifyCard', parameters: {}, body });
}

async function verify(hub: PlayedD1Hub, { cardId, pan, exp, cvv }: D1TestCard, key?: D1PublicKey) {
  const encryptedData = await hub.seal({ pan, exp, ...(cvv !== undefined && { cvv }) }, key);
  return ask(hub, { encryptedData, cardBin: pan.slice(0, 6), cardId });
}

async function refusedEnvelope(
  hub: PlayedD1Hub,
  card: D1TestCard,
  { key, what }: { key: D1PublicKey; what: string },
): Promise<readonly Finding[]> {
  refused(await verify(hub, card, key), [400], {
    defect: 'foreign-envelope-not-refused',
    wrong: `${what} is not refused with 400.`,
    mend: 'Choose the key by kid, and refuse with 400 where there is none or the data does not open. A 5xx looks like a fault that passes.',
  });
  return [];
}

function newestKey({ d1 }: PlayedD1Hub): D1PublicKey {
  return d1.keys.at(-1) ?? d1.keys[0];
}

function strangerKey(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/** The next number that passes the Luhn check in the same range. */
function otherPan(pan: string): string {
  const body = pan.slice(0, -1);
  const last = Number(body.at(-1));
  const other = `${body.slice(0, -1)}${(last + 1) % 10}`;
  return other + luhnCheckDigit(other);
}

function otherCode(cvv: string): string {
  return cvv.replaceAll(/\d/g, digit => String((Number(digit) + 5) % 10));
}

/** The first character of the authentication tag, which all of its bits count in. */
function changedTag(jwe: string): string {
  const at = jwe.lastIndexOf('.') + 1;
  return jwe.slice(0, at) + (jwe[at] === 'A' ? 'B' : 'A') + jwe.slice(at + 1);
}

const cardNotFound: Finding = {
  defect: 'registered-card-invalid',
  wrong: 'A card that the profile has as registered and in use is said to be invalid.',
  mend: 'Look the card up by its number. If the profile names a card that the issuer does not have, mend the profile.',
};
const otherConsumer: Finding = {
  defect: 'consumer-not-named',
  wrong: 'The consumer of a valid card is not named, or another one is than the profile has.',
  mend: 'Send the consumerId of the cardholder whenever verificationResults.card.invalid is false.',
};
const codeNotChecked: Finding = {
  defect: 'security-code-not-judged',
  wrong: 'The card data hold a security code, and the answer does not judge it.',
  mend: 'Send verificationResults.securityCode.valid whenever the card data hold cvv.',
};
const codeWronglyJudged = (which: string): Finding => ({
  defect: 'security-code-misjudged',
  wrong: `The ${which} security code is judged ${which === 'right' ? 'wrong' : 'right'}.`,
  mend: 'Compare cvv with that of the card, and set verificationResults.securityCode.valid accordingly.',
});
const otherNumberVerified: Finding = {
  defect: 'other-number-verified',
  wrong: 'A number that is not that of the card is verified as valid under its cardId.',
  mend: 'Compare the number with the card; where they differ answer 404, or invalid true.',
};
const numberRepeated: Finding = {
  defect: 'card-number-repeated',
  wrong: 'The refusal repeats the card number in full.',
  mend: 'Repeat nothing of card data in answers: they end up in logs.',
};
