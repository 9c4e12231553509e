import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** PEM files. */
export interface CertifiedKeyFiles {
  certificate: string;
  key: string;
}

const extensions = {
  authority: 'basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign',
  server:
    'basicConstraints = critical, CA:FALSE\nextendedKeyUsage = serverAuth\nsubjectAltName = DNS:localhost, IP:127.0.0.1',
  client: 'basicConstraints = critical, CA:FALSE\nextendedKeyUsage = clientAuth',
} as const;

/**
 * Has openssl make an EC P-256 key and its certificate for TLS, good for a year: `<stem>.pem` and `<stem>.key`.
 * Self-signed unless an authority is given.
 */
export function makeCertificate(
  stem: string,
  options: { commonName: string; use: keyof typeof extensions; authority?: CertifiedKeyFiles },
): CertifiedKeyFiles {
  const { commonName, use, authority } = options;
  const made = { certificate: `${stem}.pem`, key: `${stem}.key` };
  writeFileSync(
    `${stem}.cnf`,
    `[req]\ndistinguished_name = subject\nprompt = no\nx509_extensions = extensions
[subject]\nCN = ${commonName}\n[extensions]\n${extensions[use]}\n`,
  );
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', made.key];
  const signedBy = authority ? ['-CA', authority.certificate, '-CAkey', authority.key] : [];
  const certificate = ['-x509', '-days', '365', '-out', made.certificate, ...signedBy];
  execFileSync('openssl', ['req', '-config', `${stem}.cnf`, ...key, ...certificate], { stdio: 'pipe' });
  return made;
}

/** The same as PEM texts. */
export async function readCertifiedKey({ certificate, key }: CertifiedKeyFiles): Promise<{
  certificatePem: string;
  privateKeyPem: string;
}> {
  return { certificatePem: await readFile(certificate, 'utf8'), privateKeyPem: await readFile(key, 'utf8') };
}
