import { randomBytes, X509Certificate } from 'node:crypto';
import { rewriteAsStreamedBer } from '@countermark/wire/envelope/ber-writer';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import { checkCardEligibility } from '@countermark/wire/issuer-gateway/check-card-eligibility';
import type { CardElements, EnvelopeCertificate } from '../certification-profile.ts';
import { baseCase, issuerGatewayCase } from '../issuer-gateway/issuer-gateway-case.ts';
import { type Asked, accepted, judge, refused } from '../issuer-gateway/judge-answer.ts';
import type { PlayedHub, SealingChanges } from '../issuer-gateway/played-hub.ts';
import { applePay } from '../issuer-gateway/played-wallet.ts';
import { headerNamesCase } from './headers.ts';

const reason = 'Issuer Gateway API, data encryption and security';

export const envelopeCases = [
  issuerGatewayCase({
    id: baseCase,
    title: 'Opens envelopes that are sealed as it registered',
    level: 'mandatory',
    reason,
    needs: [headerNamesCase],
    async run(hub, card) {
      const asked = await askWith(hub, await hub.sealCard(card));
      if (judge(asked).kind === 'ACCEPTED') return [];
      const other = await whatOpens(hub, card);
      if (other !== undefined) return [other];
      accepted(asked, doesNotOpen(hub));
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-ENV-02',
    title: 'Finds its key by the envelope alone when publicKeyIdentifier is absent or empty',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const { cipheredCardInfo } = await hub.sealCard(card);
      for (const named of [{}, { publicKeyIdentifier: '' }]) {
        accepted(await askWith(hub, { cipheredCardInfo, ...named }), {
          defect: 'key-identifier-needed',
          wrong: `An envelope does not open where publicKeyIdentifier is ${'publicKeyIdentifier' in named ? 'empty' : 'absent'}.`,
          mend: 'Take the key that the recipient in the envelope names; with one key only, take that.',
        });
      }
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-ENV-03',
    title: 'Opens envelopes in BER with indefinite lengths',
    level: 'mandatory',
    reason: `${reason} (RFC 5652, section 5.1)`,
    async run(hub, card) {
      const { encoding } = hub.gateway;
      const { cipheredCardInfo, publicKeyIdentifier } = await hub.sealCard(card);
      const streamed = rewriteAsStreamedBer(Buffer.from(cipheredCardInfo, encoding));
      const sent = { cipheredCardInfo: Buffer.from(streamed).toString(encoding), publicKeyIdentifier };
      accepted(await askWith(hub, sent), {
        defect: 'ber-not-read',
        wrong: 'An envelope in BER, with indefinite lengths and its content in segments, does not open.',
        mend: 'Parse with a CMS library in BER mode: hubs that encrypt while they write send this form.',
      });
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-ENV-04',
    title: 'Takes members of the plaintext that it does not use',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      const additionalCardInfos = {
        archiveReference: 'A-1',
        ofALaterVersion: { filling: 'x'.repeat(2_000) },
      };
      accepted(await askWith(hub, await hub.sealCard({ ...card, additionalCardInfos })), {
        defect: 'additional-card-infos-refused',
        wrong: 'An envelope with additionalCardInfos is not taken.',
        mend: 'Read fpan and exp, and leave alone what else stands there: it is an open object of up to 8177 characters.',
      });
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-ENV-05',
    title: 'Refuses an envelope that does not open',
    level: 'mandatory',
    reason,
    async run(hub, card) {
      for (const [what, cipheredCardInfo] of Object.entries(await unopenable(hub, card))) {
        refused(await askWith(hub, { cipheredCardInfo, publicKeyIdentifier: hub.newestKey.keyIdentifier }), {
          defect: 'bad-envelope-accepted',
          wrong: `An envelope with ${what} is taken.`,
          mend: 'Refuse with HTTP 400 and 112 what cannot be decrypted; never answer from a default.',
        });
      }
      return [];
    },
  }),
  issuerGatewayCase({
    id: 'IG-ENV-06',
    title: 'Tells nobody why an envelope does not open',
    level: 'optional',
    reason,
    async run(hub, card) {
      const answers = new Set<string>();
      for (const cipheredCardInfo of Object.values(await unopenable(hub, card))) {
        const named = { cipheredCardInfo, publicKeyIdentifier: hub.newestKey.keyIdentifier };
        const { answer } = await askWith(hub, named);
        answers.add(answer.kind === 'ANSWER' ? `${answer.status} ${answer.text}` : answer.reason);
      }
      return answers.size === 1 ? [] : [tellsWhy];
    },
  }),
  issuerGatewayCase({
    id: 'IG-ENV-07',
    title: 'Opens envelopes in the text encoding that it did not register',
    level: 'optional',
    reason,
    run: (hub, card) =>
      openedWith(hub, card, { encoding: hub.gateway.encoding === 'hex' ? 'base64' : 'hex' }),
  }),
  issuerGatewayCase({
    id: 'IG-ENV-08',
    title: 'Opens envelopes that name their recipient in the form that it did not register',
    level: 'optional',
    reason,
    run: (hub, card) => openedWith(hub, card, { recipient: otherRecipientForm(hub) }),
  }),
  issuerGatewayCase({
    id: 'IG-ENV-09',
    title: 'Refuses PKCS#1 v1.5 padding where it registered RSAES-OAEP',
    level: 'optional',
    reason,
    async run(hub, card) {
      if (hub.gateway.padding !== 'RSAES-OAEP-SHA-256')
        return { notApplicable: 'The issuer registered RSAES-PKCS1-v1_5.' };
      refused(await askWith(hub, await hub.sealCard(card, { padding: 'RSAES-PKCS1-v1_5' })), {
        defect: 'pkcs1v15-accepted',
        wrong: 'An envelope with PKCS#1 v1.5 padding opens, although RSAES-OAEP is registered.',
        mend: 'Open RSAES-OAEP only: whoever takes both can be asked to decrypt, bit by bit, by trial (Bleichenbacher).',
      });
      return [];
    },
  }),
];

/** Sends a card as given, and everything else as the hub does. */
export async function askWith(
  hub: PlayedHub,
  named: { cipheredCardInfo: string; publicKeyIdentifier?: string },
): Promise<Asked<typeof checkCardEligibility>> {
  const { walletProviderId, tokenRequestor } = applePay;
  const body = { ...named, walletProviderId, tokenRequestor, captureMethod: 'MANUAL' };
  return hub.ask({ operation: checkCardEligibility, body });
}

function otherRecipientForm({ gateway }: PlayedHub) {
  return gateway.recipientForm === 'subjectKeyIdentifier' ? 'issuerAndSerialNumber' : 'subjectKeyIdentifier';
}

/** Which other setting the issuer goes by, when it does not go by its own; undefined: none that was tried. */
async function whatOpens(hub: PlayedHub, card: CardElements): Promise<Finding | undefined> {
  const { padding, encoding, recipientForm } = hub.gateway;
  const others: readonly (SealingChanges & { finding: Finding })[] = [
    padding === 'RSAES-OAEP-SHA-256'
      ? { padding: 'RSAES-PKCS1-v1_5', finding: opensPkcs1v15Only }
      : { padding: 'RSAES-OAEP-SHA-256', finding: opensOaepOnly },
    {
      encoding: encoding === 'hex' ? 'base64' : 'hex',
      finding: opensOnly('other-encoding', { registered: encoding, opened: 'the other text encoding' }),
    },
    {
      recipient: otherRecipientForm(hub),
      finding: opensOnly('other-recipient-form', {
        registered: recipientForm,
        opened: otherRecipientForm(hub),
      }),
    },
  ];
  for (const { finding, ...changes } of others) {
    if (judge(await askWith(hub, await hub.sealCard(card, changes))).kind === 'ACCEPTED') return finding;
  }
  return undefined;
}

async function openedWith(hub: PlayedHub, card: CardElements, changes: SealingChanges): Promise<Finding[]> {
  const setting = Object.values(changes).join();
  accepted(await askWith(hub, await hub.sealCard(card, changes)), {
    defect: 'one-form-only',
    wrong: `An envelope in ${setting} does not open.`,
    mend: 'Take both forms: the documentation names both, and a setting that changes at the hub then breaks nothing.',
  });
  return [];
}

/** Envelopes that cannot be decrypted, by what is wrong with each. */
async function unopenable(hub: PlayedHub, card: CardElements): Promise<Record<string, string>> {
  const { encoding } = hub.gateway;
  const good = Buffer.from((await hub.sealCard(card)).cipheredCardInfo, encoding);
  const change = (at: number) => {
    const changed = Buffer.from(good);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    return changed.toString(encoding);
  };
  return {
    'its encrypted key damaged': change(encryptedKeyIn(good, hub.newestKey) + 40),
    'its content damaged': change(good.length - 1),
    'random bytes in its place': randomBytes(good.length).toString(encoding),
  };
}

/** Where the encrypted key begins: the header of an OCTET STRING as long as the modulus. */
function encryptedKeyIn(envelope: Buffer, { certificatePem }: EnvelopeCertificate): number {
  const { modulusLength = 2048 } = new X509Certificate(certificatePem).publicKey.asymmetricKeyDetails ?? {};
  const octets = modulusLength / 8;
  return envelope.indexOf(Buffer.from([0x04, 0x82, octets >> 8, octets & 0xff]));
}

const doesNotOpen = ({ gateway, newestKey }: PlayedHub) => ({
  defect: 'envelope-does-not-open',
  wrong: `An envelope sealed as registered (${gateway.padding}, ${gateway.encoding}, key ${newestKey.keyIdentifier}) does not open, nor one in any other form.`,
  mend: "Compare the certificate in the profile with the issuer's private key, and let `countermark envelope explain` look at an envelope.",
});
const opensPkcs1v15Only: Finding = {
  defect: 'opens-pkcs1v15-only',
  wrong:
    'The issuer registered RSAES-OAEP, but opens only envelopes with PKCS#1 v1.5 padding: those with RSAES-OAEP are refused.',
  mend: 'Take the padding from the key encryption algorithm in the envelope: RSAES-OAEP with SHA-256, and MGF1 with SHA-256. Or register RSAES-PKCS1-v1_5.',
};
const opensOaepOnly: Finding = {
  defect: 'opens-oaep-only',
  wrong: 'The issuer registered RSAES-PKCS1-v1_5, but opens only envelopes with RSAES-OAEP.',
  mend: 'Register RSAES-OAEP: it is the better choice.',
};
const opensOnly = (
  defect: string,
  { registered, opened }: { registered: string; opened: string },
): Finding => ({
  defect,
  wrong: `The issuer registered ${registered}, but opens only envelopes in ${opened}.`,
  mend: 'Register what the issuer opens, or take both: base64 of an envelope begins with M, hexadecimal with 30.',
});
const tellsWhy: Finding = {
  defect: 'decryption-oracle',
  wrong: 'Envelopes that do not open for different reasons get different answers.',
  mend: 'Give one and the same answer to every envelope that does not open: the difference lets others find out the plaintext by trial.',
};
