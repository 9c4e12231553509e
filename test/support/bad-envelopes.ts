import { type RsaPadding, type SealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';

/** Who can seal for whom. */
export interface EnvelopeKeys {
  /** The hub's, which is the right one. */
  hub: SealingKey;
  /** Somebody else's. */
  other: SealingKey;
}

/**
 * Texts that are no envelope the hub can and may open, by what is wrong with them. All must be refused alike
 * (Issuer Gateway API, data encryption and security).
 *
 * @param plaintext what a good envelope would hold
 */
export async function badEnvelopes(
  plaintext: Uint8Array,
  { hub, other }: EnvelopeKeys,
): Promise<Record<string, string>> {
  const seal = (key: SealingKey, padding: RsaPadding = 'RSAES-OAEP-SHA-256') =>
    sealEnvelope(plaintext, { key, padding, recipient: 'subjectKeyIdentifier', encoding: 'base64' });
  const good = Buffer.from(await seal(hub), 'base64');
  const pkcs1v15 = Buffer.from(await seal(hub, 'RSAES-PKCS1-v1_5'), 'base64');
  const sealText = (text: string | Uint8Array) =>
    sealEnvelope(Buffer.from(text), {
      key: hub,
      padding: 'RSAES-OAEP-SHA-256',
      recipient: 'issuerAndSerialNumber',
      encoding: 'hex',
    });
  return {
    'no encoding of anything': '¿no envelope?',
    'base64 of a text': Buffer.from('0 this is no PKCS#7 at all').toString('base64'),
    'hexadecimal of nothing': '3000',
    'cut off': good.subarray(0, -40).toString('base64'),
    'an odd number of hexadecimal digits': good.toString('hex').slice(0, -1),
    'sealed for somebody else': await seal(other),
    'content tampered with': tampered(good, good.length - 1).toString('base64'),
    'encrypted key tampered with': tampered(good, encryptedKeyIn(good)).toString('base64'),
    'encrypted key tampered with, PKCS#1 v1.5': tampered(pkcs1v15, encryptedKeyIn(pkcs1v15)).toString('hex'),
    'JOSE instead of CMS': 'eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIn0.b2s.aXY.Y2lwaGVydGV4dA.dGFn',
    'the plaintext itself': Buffer.from(plaintext).toString('utf8'),
    'a plaintext that is no JSON': await sealText('no JSON'),
    'a plaintext that is not UTF-8': await sealText(Uint8Array.of(0x7b, 0xff, 0x7d)),
    'a plaintext without the members due': await sealText('{}'),
    'an empty plaintext': await sealText(''),
    empty: '',
  };
}

/** PKCS#1 v1.5 padding, which only some issuers may use. */
export function sealWithPkcs1v15(plaintext: Uint8Array, key: SealingKey): Promise<string> {
  return sealEnvelope(plaintext, {
    key,
    padding: 'RSAES-PKCS1-v1_5',
    recipient: 'subjectKeyIdentifier',
    encoding: 'base64',
  });
}

function tampered(envelope: Uint8Array, at: number): Buffer {
  const changed = Buffer.from(envelope);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

/** Somewhere in the encrypted key: the octets after the header of the first OCTET STRING of 256. */
function encryptedKeyIn(envelope: Buffer): number {
  return envelope.indexOf(Buffer.from([0x04, 0x82, 0x01, 0x00])) + 100;
}
