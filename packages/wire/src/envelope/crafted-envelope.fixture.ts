import { OID } from './algorithms.ts';
import { CONSTRUCTED, contextConstructed, contextPrimitive, TAG } from './asn1-tags.ts';
import { type BerElement, readBer } from './ber-reader.ts';
import { indefinite } from './ber-writer.ts';
import { der, derObjectIdentifier, derSequence, derSmallInteger } from './der-writer.ts';

const NULL = der(TAG.null);

/** `AlgorithmIdentifier` with the given parameters, none when there are none. */
export function algorithm(oid: string, ...parameters: Uint8Array[]): Uint8Array {
  return derSequence(derObjectIdentifier(oid), ...parameters);
}

/** `RSAES-OAEP-params` out of the fields given; what is not given stays out and has its default. */
export function oaep(fields: {
  hash?: string;
  maskHash?: string;
  mask?: Uint8Array;
  label?: Uint8Array;
}): Uint8Array {
  const mask = fields.mask ?? (fields.maskHash && algorithm(OID.mgf1, algorithm(fields.maskHash, NULL)));
  const label = fields.label && algorithm(OID.pSpecified, der(TAG.octetString, fields.label));
  const parameters = [fields.hash && algorithm(fields.hash, NULL), mask, label]
    .map((value, n) => (value ? der(contextConstructed(n), value) : undefined))
    .filter(parameter => parameter !== undefined);
  return algorithm(OID.rsaesOaep, derSequence(...parameters));
}

export const OAEP_SHA_256 = oaep({ hash: OID.sha256, maskHash: OID.sha256 });

/** A KeyTransRecipientInfo for the key identifier `K1`, unless said otherwise; its encrypted key is no such thing. */
export function recipientInfo(parts: {
  version?: number;
  identifier?: Uint8Array;
  algorithm?: Uint8Array;
  encryptedKey?: Uint8Array;
}): Uint8Array {
  return derSequence(
    derSmallInteger(parts.version ?? 2),
    parts.identifier ?? der(contextPrimitive(0), Buffer.from('K1')),
    parts.algorithm ?? OAEP_SHA_256,
    der(TAG.octetString, parts.encryptedKey ?? new Uint8Array(256)),
  );
}

/** A ContentInfo with EnvelopedData made of the parts given and sound ones for the others. */
export function craftEnvelope(parts: {
  type?: string;
  version?: number;
  originatorInfo?: Uint8Array;
  recipients?: readonly Uint8Array[];
  contentType?: string;
  contentAlgorithm?: Uint8Array;
  content?: readonly Uint8Array[];
}): Uint8Array {
  const encryptedContentInfo = derSequence(
    derObjectIdentifier(parts.contentType ?? OID.data),
    parts.contentAlgorithm ?? algorithm(OID.aes256Cbc, der(TAG.octetString, new Uint8Array(16))),
    ...(parts.content ?? [der(contextPrimitive(0), new Uint8Array(32))]),
  );
  const envelopedData = derSequence(
    derSmallInteger(parts.version ?? 2),
    ...(parts.originatorInfo ? [parts.originatorInfo] : []),
    der(TAG.set, ...(parts.recipients ?? [recipientInfo({})])),
    encryptedContentInfo,
  );
  return derSequence(
    derObjectIdentifier(parts.type ?? OID.envelopedData),
    der(contextConstructed(0), envelopedData),
  );
}

const STRINGS = [TAG.octetString, 0x0c, 0x13, contextPrimitive(0)];

/** The loosest BER of the same value: indefinite lengths wherever BER has them and every string cut in two segments. */
export function rewriteAsLooseBer(bytes: Uint8Array): Uint8Array {
  const reading = readBer(bytes);
  if (!reading.read) throw new Error(reading.fault);
  return loosen(reading.element);
}

function loosen(element: BerElement): Uint8Array {
  if (element.constructed) return indefinite(element.tag, element.children.map(loosen));
  if (!STRINGS.includes(element.tag)) return der(element.tag, element.content);
  const middle = Math.ceil(element.content.length / 2);
  const segments = [element.content.subarray(0, middle), element.content.subarray(middle)];
  return indefinite(
    element.tag | CONSTRUCTED,
    segments.map(segment => der(TAG.octetString, segment)),
  );
}
