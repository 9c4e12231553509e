import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import { type Enrolment, ended } from '../core/enrolment.ts';
import type { Hub } from '../ports.ts';
import { askIssuer, refusalOf } from './ask-issuer.ts';
import { changeToken } from './change-token.ts';
import { storeUnlessAged, tokenRequestorOf } from './enrolment-session.ts';

/** The methods of a yellow enrolment: those answered with the decision, else those the issuer gives when asked. */
export async function fetchIdvMethods(
  hub: Hub,
  enrolment: Enrolment,
  answered: { methods: readonly IdvMethod[]; offer: (methods: readonly IdvMethod[]) => IdvMethod[] },
): Promise<Enrolment> {
  const { methods, offer } = answered;
  if (methods.length > 0) return offerMethods(hub, enrolment, offer(methods));
  const asked = await askIssuer(hub, enrolment, call =>
    hub.issuerBackend.getIDnVMethodList(call, {
      issuerCardRefId: enrolment.issuerCardRefId ?? '',
      virtualCardId: enrolment.virtualCardId ?? '',
      walletProviderId: enrolment.walletProviderId,
      tokenRequestor: tokenRequestorOf(enrolment),
    }),
  );
  if (asked.answer.kind === 'ANSWERED' && asked.answer.message.idvMethodList.length > 0) {
    return offerMethods(hub, asked.enrolment, offer(asked.answer.message.idvMethodList));
  }
  return withoutMethods(hub, asked);
}

function offerMethods(hub: Hub, enrolment: Enrolment, idvMethods: IdvMethod[]): Promise<Enrolment> {
  return storeUnlessAged(hub, { ...enrolment, step: 'PROVISIONING_DUE', idvMethods });
}

/** A token that nobody can verify is taken back. */
async function withoutMethods(
  hub: Hub,
  { enrolment, answer }: Awaited<ReturnType<typeof askIssuer<unknown>>>,
): Promise<Enrolment> {
  const refusal =
    answer.kind === 'ANSWERED'
      ? ({ kind: 'TECHNICAL', code: 911, message: 'The issuer offers no verification method' } as const)
      : refusalOf(answer);
  const failed = ended(enrolment, { outcome: 'FAILED', refusal, now: hub.clock.now() });
  const stored = await storeUnlessAged(hub, failed);
  await changeToken(hub, {
    virtualCardId: enrolment.virtualCardId ?? '',
    event: { type: 'DELETED', action: 'DELETE' },
    source: 'TSP',
    correlationId: enrolment.enrolmentId,
  });
  return stored;
}
