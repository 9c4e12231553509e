import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issuerGatewayCases } from '@countermark/sandbox/certification/cases/issuer-gateway-cases';
import { type CertificationProfile, plansOf } from '@countermark/sandbox/certification/certification-profile';
import type { CertificationResult } from '@countermark/sandbox/certification/certification-result';
import { referenceCards } from '@countermark/sandbox/certification/reference-cards';
import { runCertification } from '@countermark/sandbox/certification/run-certification';
import { observationsControl } from '@countermark/sandbox/reference-issuer/applied-changes';
import type { EnvelopeIdentity, IssuerProfile } from '@countermark/sandbox/reference-issuer/issuer-profile';
import { startReferenceIssuer } from '@countermark/sandbox/reference-issuer/server';
import * as singleBadge from '@countermark/wire/issuer-gateway/operations';
import * as auxiliary from '@countermark/wire/issuer-gateway-auxiliary/operations';
import fastify from 'fastify';
import {
  bank,
  hub,
  issuerServer,
} from '../../packages/sandbox/src/reference-issuer/issuer-under-test.fixture.ts';
import { type IssuerDefect, startDefectiveIssuer } from './defective-issuer.ts';

/** Milliseconds that the hub waits: machines that run tests are busy. */
const usualTimeLimit = 10_000;

/** An issuer on this machine, and a run against it. */
export interface IssuerToCertify {
  /** What it gave the hub, the newest last. */
  keys: readonly [EnvelopeIdentity, ...EnvelopeIdentity[]];
  /** How it is set up; sound unless given. */
  profile?: IssuerProfile;
  defect?: IssuerDefect;
  /** Milliseconds that the hub waits for an answer. */
  timeLimit?: number;
  /** The cases to try; all unless given. */
  only?: RegExp;
  /** Changes of what the hub was told. */
  told?: Partial<NonNullable<CertificationProfile['issuerGateway']>>;
}

/** Starts the reference issuer, with a defect or without, and certifies it. */
export async function certify(issuer: IssuerToCertify): Promise<CertificationResult> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'countermark-certify-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const { profile = bank, timeLimit = usualTimeLimit, only = /./ } = issuer;
  const hubCaPem = hub.authority.certificatePem;
  const sound = await startReferenceIssuer({
    host: '127.0.0.1',
    port: 0,
    server: issuerServer,
    issuers: [profile],
    hubCaPem,
    hubEnvelope: hub.envelope,
    stateFile: join(folder, 'reference-issuer.json'),
    now: () => new Date(),
  });
  stack.defer(() => sound.close());
  const stance = { port: sound.port, server: issuerServer, hubClient: hub.client, hubCaPem };
  const front = await startDefectiveIssuer(stance, issuer.defect ?? {});
  stack.defer(() => front.close());
  const observations = fastify({ forceCloseConnections: true });
  await observations.register(observationsControl, { issuer: sound });
  const observed = await observations.listen({ host: '127.0.0.1', port: 0 });
  stack.defer(() => observations.close());

  const base = `https://127.0.0.1:${front.port}`;
  const { padding, encoding, recipient } = profile.sealing;
  const hubSide: CertificationProfile = {
    issuerId: profile.issuerId,
    serverTrust: issuerServer.certificatePem,
    hubClient: hub.client,
    timeLimits: { connect: usualTimeLimit, answer: timeLimit, notification: timeLimit },
    issuerGateway: {
      url: base + singleBadge.outboundBasePath,
      auxiliaryUrl: profile.products.some(({ domesticProductId }) => domesticProductId)
        ? base + auxiliary.outboundBasePath
        : null,
      keys: issuer.keys,
      ...{ padding, encoding, recipientForm: recipient },
      hubEnvelope: hub.envelope,
      cards: referenceCards({
        panPrefix: profile.products.find(product => !product.domesticProductId)?.panPrefix ?? '',
        hasIdv: profile.hasIdv,
        cobadgedPrefix: profile.products.find(product => product.domesticProductId)?.panPrefix,
      }),
      observations: { url: `${observed}/sim/issuers/${profile.issuerId}`, token: null },
      ...issuer.told,
    },
    d1: null,
  };
  return await runCertification({
    profile: hubSide,
    cases: issuerGatewayCases.filter(({ id }) => only.test(id)),
    plans: plansOf(hubSide),
    load: { sessions: 4, concurrency: 4 },
    product: { name: 'countermark', version: '0.1.0' },
    now: () => new Date(),
  });
}
