import Type from 'typebox';
import { envelopedData } from '../../issuer-gateway/data/element.ts';

/** What messages say of a card beside its identifiers. None of it is the PAN in clear. */

/** A compact JWE; what it holds is in `plaintext/`. */
export const EncryptedData = envelopedData(
  'Compact JWE, ECDH-ES and A256GCM, for the key of the receiver.',
  8192,
);

export const Last4 = Type.String({ pattern: '^\\d{4}$', description: 'Last four digits.', log: 'plain' });
