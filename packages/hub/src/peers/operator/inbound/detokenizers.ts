import { PinCertificate, PinnedCertificateView } from '@countermark/wire/operator/certificate';
import { closedObject } from '@countermark/wire/operator/closed-object';
import {
  DetokenizerId,
  DetokenizerList,
  type DetokenizerSummary,
  DetokenizerView,
  PutDetokenizer,
} from '@countermark/wire/operator/detokenizer';
import type { Detokenizer } from '../../../core/detokenizer.ts';
import { envelopeCertificateFaults } from '../../../identity/certificate-rules.ts';
import type { Hub } from '../../../ports/hub.ts';
import { sealForDetokenizer } from '../../detokenization/seal-for-detokenizer.ts';
import { type Operation, operation } from './operation.ts';
import { created, ok, refuse } from './outcome.ts';
import { pinCertificate, viewCertificate } from './pin-certificate.ts';

/** Of the MAC key, AES-256, in bytes. */
const macKeyLength = 32;

const ofDetokenizer = closedObject({ detokenizerId: DetokenizerId });

export const detokenizerOperations: readonly Operation[] = [
  operation({
    name: 'listDetokenizers',
    method: 'GET',
    path: '/detokenizers',
    response: DetokenizerList,
    async act({ hub }) {
      const detokenizers = await hub.store.detokenizers.list();
      return ok({ detokenizers: detokenizers.map(summarise) } satisfies DetokenizerList);
    },
  }),
  operation({
    name: 'getDetokenizer',
    method: 'GET',
    path: '/detokenizers/:detokenizerId',
    params: ofDetokenizer,
    response: DetokenizerView,
    async act({ hub, params: { detokenizerId } }) {
      const detokenizer = await hub.store.detokenizers.find(detokenizerId);
      return detokenizer
        ? ok(await viewDetokenizer(hub, detokenizer))
        : refuse(
            'not-found',
            `There is no caller of detokenization ${detokenizerId}. \`countermark detokenizer list\` shows all.`,
          );
    },
  }),
  operation({
    name: 'putDetokenizer',
    method: 'PUT',
    path: '/detokenizers/:detokenizerId',
    params: ofDetokenizer,
    body: PutDetokenizer,
    response: DetokenizerView,
    async act({ hub, params: { detokenizerId }, body }) {
      const { name = detokenizerId, encryptionCertificatePem, answers = 'WHEN_ALL_PASSED' } = body;
      // By real time, which certificates keep whatever the hub's clock says.
      const faults = envelopeCertificateFaults(encryptionCertificatePem, new Date());
      if (faults.length > 0) return refuse('bad-certificate', faults.join(' '), 'encryptionCertificatePem');
      const known = await hub.store.detokenizers.find(detokenizerId);
      const sealedMacKey = known?.sealedMacKey ?? newMacKey(hub, detokenizerId);
      const detokenizer = { detokenizerId, name, encryptionCertificatePem, answers, sealedMacKey };
      await hub.store.detokenizers.save(detokenizer);
      const view = await viewDetokenizer(hub, detokenizer);
      return known ? ok(view) : created(view);
    },
  }),
  operation({
    name: 'pinDetokenizerCertificate',
    method: 'POST',
    path: '/detokenizers/:detokenizerId/certificates',
    params: ofDetokenizer,
    body: PinCertificate,
    response: PinnedCertificateView,
    act: ({ hub, params, body }) =>
      pinCertificate(hub, { owner: { kind: 'detokenizer', id: params.detokenizerId }, ...body }),
  }),
];

const macKeyOf = (detokenizerId: string) => ({
  table: 'detokenizer',
  column: 'mac_key',
  rowId: detokenizerId,
});

function newMacKey({ ids, vault }: Hub, detokenizerId: string): Uint8Array {
  return vault.seal(macKeyOf(detokenizerId), Buffer.from(ids.bytes(macKeyLength)).toString('hex'));
}

function summarise({ detokenizerId, name, answers }: Detokenizer): DetokenizerSummary {
  return { detokenizerId, name, answers };
}

/** The MAC key leaves the hub for nobody but the caller: whoever reads the view cannot open it. */
async function viewDetokenizer(hub: Hub, detokenizer: Detokenizer): Promise<DetokenizerView> {
  const { detokenizerId, encryptionCertificatePem, sealedMacKey } = detokenizer;
  const macKey = Buffer.from(hub.vault.open(macKeyOf(detokenizerId), sealedMacKey), 'hex');
  const certificates = await hub.store.detokenizers.certificates(detokenizerId);
  return {
    ...summarise(detokenizer),
    encryptionCertificatePem,
    cipheredMacKey: await sealForDetokenizer(detokenizer, macKey),
    certificates: certificates.map(viewCertificate),
  };
}
