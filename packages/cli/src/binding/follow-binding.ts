import type { SandboxClient } from '@countermark/sandbox/sandbox-client';
import type { BindingScript } from '@countermark/sandbox/wallet-simulator/binding-script';
import type { BindingReport } from '@countermark/sandbox/wallet-simulator/wallet-binding';
import { idvEnding } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { BindingView } from '@countermark/wire/operator/binding';
import type { ExchangeView } from '@countermark/wire/operator/exchange';
import { chosenMethodType } from '../enrolment/chosen-method-type.ts';
import { settledToken } from '../enrolment/settled-token.ts';

/** One device binding to drive. */
export interface BindingPlan {
  virtualCardId: string;
  script: BindingScript;
  /** What the merchant does with a binding that was made. */
  afterwards: 'keep' | 'unbind';
}

/** What a binding came to, with every message of it. */
export interface FollowedBinding {
  virtualCardId: string;
  /** Null when the hub did not let it begin. */
  binding: BindingView | null;
  refusal: { code: number | null; message: string } | null;
  exchanges: ExchangeView[];
}

/** Drives one device binding against the running sandbox, as cardholder and, where it takes one, as issuer or TSP. */
export async function followBinding(client: SandboxClient, plan: BindingPlan): Promise<FollowedBinding> {
  const { virtualCardId, script, afterwards } = plan;
  const report = await client.bind(virtualCardId, script);
  await finish(client, virtualCardId, report);
  const bound = await settledToken(client, virtualCardId);
  const { bindingId } = report;
  if (bindingId !== null && afterwards === 'unbind') await client.endBinding(bindingId);
  const after = bindingId === null ? bound : await settledToken(client, virtualCardId);
  const binding = after.bindings.find(entry => entry.bindingId === bindingId) ?? null;
  return {
    virtualCardId,
    binding,
    refusal: binding ? (binding.refusal ?? null) : refusalIn(report),
    exchanges: after.exchanges.filter(exchange => isOf(exchange, bindingId)),
  };
}

/** What was said in the binding's session, and that it was taken back, which is one of its own. */
function isOf({ correlationId, request }: ExchangeView, bindingId: string | null): boolean {
  return (
    correlationId === bindingId || (request as { action?: string } | undefined)?.action === 'DEVICE_UNBOUND'
  );
}

/** What the merchant cannot do itself: be the issuer's application or call centre, or the TSP. */
async function finish(client: SandboxClient, virtualCardId: string, report: BindingReport): Promise<void> {
  const { bindingId, binding, steps } = report;
  const chosen = chosenMethodType(steps, binding?.idvMethods);
  if (bindingId === null || chosen === undefined || idvEnding(chosen) === 'otp') return;
  if (idvEnding(chosen) === 'tsp') {
    await client.reportTspEvent(virtualCardId, { event: 'ACTIVATE' });
    return;
  }
  const { token } = await client.token(virtualCardId);
  const body = { issuerCardRefId: token.issuerCardRefId ?? '', virtualCardId, action: 'RESUME' };
  await client.callHub(token.issuerId, 'updateCardState', { correlationId: bindingId, body });
}

function refusalIn({ steps }: BindingReport): FollowedBinding['refusal'] {
  const last = steps.at(-1);
  const code = last?.result === 'REFUSED' ? last.errorCode : null;
  return { code, message: last && 'message' in last ? last.message : 'The binding did not begin' };
}
