import { explainJweDiagnosis, type JweDiagnosis } from '../jwe-diagnosis.ts';
import type { Finding } from './finding.ts';

/** What the sender changes, for each reason to refuse a JWE. */
const mends: Record<JweDiagnosis, string> = {
  'too-large': 'Seal the members of the plaintext only, not the whole request.',
  'not-compact': 'Use the compact form: header, empty key, IV, ciphertext, tag, joined by dots.',
  'malformed-header': 'Let a JOSE library write the header, and change nothing of the text afterwards.',
  'critical-extension': 'Leave crit and its extensions away.',
  compressed: 'Leave zip away.',
  'algorithm-not-ecdh-es': "Choose alg ECDH-ES (direct, no key wrap) with the receiver's EC key of P-256.",
  'encryption-not-a256gcm': 'Choose enc A256GCM.',
  'key-identifier-missing': "Add kid to the protected header: the identifier of the receiver's key.",
  'unknown-key-identifier': 'Use the kid and the key that the receiver published last.',
  'ephemeral-key-missing': 'Let the library make an ephemeral key (epk) for each message.',
  'curve-not-p-256': "Seal for the receiver's key on P-256: the ephemeral key has the same curve.",
  'ephemeral-key-malformed': 'Let the library make the ephemeral key; do not copy coordinates by hand.',
  'encrypted-key-not-empty': 'ECDH-ES alone agrees the key: ECDH-ES+A256KW is another algorithm.',
  'wrong-size': 'Use a 12-byte IV and keep the whole 16-byte tag.',
  'decryption-failed':
    "Compare the receiver's public key with the one you used, and look for anything that changes the text on the way.",
};

/** A refusal as its sender needs it. */
export function jweFinding(diagnosis: JweDiagnosis): Finding {
  return { defect: diagnosis, wrong: explainJweDiagnosis(diagnosis), mend: mends[diagnosis] };
}
