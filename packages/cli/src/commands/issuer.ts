import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerIssuerAdd } from './issuer-add.ts';
import { registerIssuerCertificatePin } from './issuer-certificate-pin.ts';
import { registerIssuerClientSecretRemove } from './issuer-client-secret-remove.ts';
import { registerIssuerClientSecretSet } from './issuer-client-secret-set.ts';
import { registerIssuerKeyAdd } from './issuer-key-add.ts';
import { registerIssuerKeyRemove } from './issuer-key-remove.ts';
import { registerIssuerList } from './issuer-list.ts';
import { registerIssuerPublicKeys } from './issuer-public-keys.ts';
import { registerIssuerShow } from './issuer-show.ts';

/** `countermark issuer …`: the issuers of a hub. */
export function registerIssuer(program: Command, terminal: Terminal): void {
  const issuer = program.command('issuer').description('issuers, their keys and certificates');
  registerIssuerAdd(issuer, terminal);
  registerIssuerList(issuer, terminal);
  registerIssuerShow(issuer, terminal);
  const key = issuer.command('key').description('PKCS#7 keys the hub seals card data with');
  registerIssuerKeyAdd(key, terminal);
  registerIssuerKeyRemove(key, terminal);
  registerIssuerPublicKeys(issuer, terminal);
  const clientSecret = issuer
    .command('client-secret')
    .description("what the hub shows the OAuth2 server of an issuer's D1 backend");
  registerIssuerClientSecretSet(clientSecret, terminal);
  registerIssuerClientSecretRemove(clientSecret, terminal);
  const certificate = issuer
    .command('certificate')
    .description('TLS client certificates that speak for an issuer');
  registerIssuerCertificatePin(certificate, terminal);
}
