import { type EnvelopeDiagnosis, explainDiagnosis } from '../diagnosis.ts';
import type { Finding } from './finding.ts';

/** What the sender changes, for each reason to refuse an envelope. */
const mends: Record<EnvelopeDiagnosis, string> = {
  'too-large': 'Seal the members of the plaintext only, not the whole request.',
  'not-base64-or-hex': 'Encode the bytes of the envelope as base64 or hexadecimal.',
  'not-cms':
    'Make a CMS ContentInfo (RFC 5652) with content type EnvelopedData: Bouncy Castle CMSEnvelopedDataGenerator, `openssl cms -encrypt`. Bare AES or RSA output is none.',
  'not-enveloped-data': 'Encrypt, do not sign: the content type has to be EnvelopedData.',
  truncated: 'Something cut it: look at column sizes, buffers and logs on the way, and compare lengths.',
  'trailing-bytes':
    'Send the bytes of the envelope only: a buffer longer than its content leaves zeros behind.',
  'too-complex': 'Use one recipient and one content; do not nest envelopes.',
  'malformed-enveloped-data': 'Let a CMS library build the structure; do not join the parts by hand.',
  'unsupported-version': 'Version 0 goes with issuerAndSerialNumber, 2 with subjectKeyIdentifier.',
  'too-many-recipients': 'Seal for one certificate: the newest of the receiver.',
  'content-type-not-data': 'The content type inside is data (1.2.840.113549.1.7.1).',
  'content-missing': 'Encapsulate the content: a detached envelope holds nothing to open.',
  'content-algorithm-not-aes-256-cbc':
    'Choose AES-256-CBC: `openssl cms -encrypt -aes256`; Bouncy Castle CMSAlgorithm.AES256_CBC. GCM makes another structure and is not read.',
  'unknown-key-identifier':
    'Send the identifier of the key that you seal for, exactly as the receiver published it.',
  'no-recipient-for-our-keys':
    "Seal for the receiver's certificate that is valid now, and name that one in the recipient.",
  'key-algorithm-not-rsa': 'Seal for an RSA key with key transport (KeyTransRecipientInfo).',
  'padding-not-allowed':
    'Use RSAES-OAEP with SHA-256: `openssl cms -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256`. PKCS#1 v1.5 is for issuers whose setting says so.',
  'oaep-hash-not-sha256':
    'Give the hash: openssl `-keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha256`; Java `OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT)`.',
  'mgf1-not-sha256':
    'Java: `new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT)`; "OAEPWithSHA-256AndMGF1Padding" alone takes MGF1 with SHA-1. OpenSSL: add `-keyopt rsa_mgf1_md:sha256`.',
  'oaep-label-not-empty': 'Leave the OAEP label empty (PSource.PSpecified.DEFAULT).',
  'key-decryption-failed':
    "Compare certificates: seal for the receiver's current one, and let the parameters in the envelope say what was really used.",
  'content-decryption-failed':
    'Use the content key that the envelope carries, PKCS#7 padding, and the IV of its parameters; check that nothing changed the text on the way.',
};

/** A refusal as its sender needs it. */
export function cmsFinding(diagnosis: EnvelopeDiagnosis): Finding {
  return { defect: diagnosis, wrong: explainDiagnosis(diagnosis), mend: mends[diagnosis] };
}
