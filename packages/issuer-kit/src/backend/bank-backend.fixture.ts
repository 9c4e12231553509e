import { generateKeyPairSync } from 'node:crypto';
import {
  type CertifiedKey,
  keyIdentifierOf,
  selfSignEnvelopeCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { keyRing } from '../keys/envelope-keys.ts';
import { jweKeyRing } from '../keys/jwe-keys.ts';
import type { StandInHub } from '../testing/stand-in-hub.ts';
import { inProcess } from '../testing/transport.ts';
import type { Fault, UnopenedEnvelope } from './around.ts';
import type { D1Options } from './d1/handlers.ts';
import { type IssuerBackend, type IssuerBackendOptions, issuerBackend } from './issuer-backend.ts';
import type { IssuerGatewayHandlers } from './issuer-gateway/handlers.ts';

export const issuerId = 'BANKISSUER';
export const testPan = '9990100000000002';

/** A PKCS#7 key under the name that hubs give it. */
export async function envelopeKey(commonName: string): Promise<CertifiedKey & { keyIdentifier: string }> {
  const validity = validFor(30, new Date());
  const key = await selfSignEnvelopeCertificate({ commonName, modulusLength: 2048, validity });
  return { ...key, keyIdentifier: keyIdentifierOf(key.certificatePem) };
}

/** A key pair of the curve P-256. */
export function p256Pair() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

export const bankKey = await envelopeKey('Bank');
export const bankJweKey = p256Pair();
export const hubJweKey = p256Pair();
export const credentials = { clientId: 'hub', clientSecret: 'open: sesame' };

/** The simplest bank there is: every card is good. */
export const handlers: IssuerGatewayHandlers = {
  checkCardEligibility: () => ({ issuerCardRefId: 'reference-1', productId: 'DEBIT' }),
  requestCardDigitization: () => ({ levelOfTrust: 'green' }),
  notifyVirtualCardChange: () => undefined,
};

/** A backend that speaks D1, as far as the handlers go. */
export function d1Options(d1: Partial<D1Options>): D1Options {
  return {
    credentials: [credentials],
    keys: jweKeyRing([{ keyIdentifier: 'cards-1', privateKey: bankJweKey.privateKey }]),
    hubKey: { keyIdentifier: 'hub-1', publicKey: hubJweKey.publicKey },
    ...d1,
  };
}

/** A backend in this process, a hub that calls it, and what the hub was not told. */
export interface BankUnderTest {
  backend: IssuerBackend;
  hub: StandInHub;
  faults: Fault[];
  unopened: UnopenedEnvelope[];
}

/** @param options what differs from the simplest bank */
export function bankUnderTest(options: Partial<IssuerBackendOptions> = {}): BankUnderTest {
  const faults: Fault[] = [];
  const unopened: UnopenedEnvelope[] = [];
  const backend = issuerBackend({
    issuerId,
    keys: keyRing([bankKey]),
    issuerGateway: handlers,
    onFault: fault => faults.push(fault),
    onUnopenedEnvelope: envelope => unopened.push(envelope),
    ...options,
  });
  const hub: StandInHub = {
    issuerId,
    transport: inProcess(backend),
    envelope: { keyIdentifier: bankKey.keyIdentifier, certificatePem: bankKey.certificatePem },
    d1: { credentials, encryption: { keyIdentifier: 'cards-1', publicKey: bankJweKey.publicKey } },
  };
  return { backend, hub, faults, unopened };
}
