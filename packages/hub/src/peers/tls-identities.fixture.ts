import {
  type CertifiedKey,
  createAuthority,
  issueTlsCertificate,
  selfSignTlsCertificate,
  validFor,
} from '../identity/certificates.ts';

/** Certificates for tests of TLS; each is made once per process. */
const validity = validFor(30, new Date());

/** The hub's own authority, which its peers trust. */
export const hubAuthority: CertifiedKey = await createAuthority({
  commonName: 'Test hub authority',
  validity,
});

/** The hub's client certificate. */
export const hubClient: CertifiedKey = await issueTlsCertificate(hubAuthority, {
  commonName: 'Test hub',
  use: { role: 'client' },
  validity,
});

/** The self-signed certificate of a server at `localhost`, and at nothing else. */
export const localhostServer: CertifiedKey = await selfSignTlsCertificate({
  commonName: 'Test peer',
  use: { role: 'server', hosts: ['localhost'] },
  validity,
});
