import { Reconcile, ReconciliationStep } from '@countermark/wire/operator/reconciliation';
import type { Hub } from '../../../ports/hub.ts';
import {
  type Reconciliation,
  reconcile,
  type ReconciliationStep as Step,
} from '../../../use-cases/reconciliation/reconcile.ts';
import { type Operation, operation } from './operation.ts';
import { isRefused, type Refused, refuse } from './outcome.ts';

export const reconciliationOperations: readonly Operation[] = [
  operation({
    name: 'reconcile',
    method: 'POST',
    path: '/reconciliations',
    body: Reconcile,
    response: ReconciliationStep,
    async act({ hub, body }) {
      const reconciliation = await readReconciliation(hub, body);
      if (isRefused(reconciliation)) return reconciliation;
      return { status: 200, media: 'application/x-ndjson', pieces: lines(reconcile(hub, reconciliation)) };
    },
  }),
];

async function readReconciliation(
  hub: Hub,
  { issuerId, productId, action }: Reconcile,
): Promise<Reconciliation | Refused> {
  if ((issuerId === undefined) === (productId === undefined))
    return refuse('bad-parameter', 'Give either issuerId or productId.', 'issuerId');
  if (productId !== undefined) {
    const product = await hub.store.products.find(productId);
    if (!product) return refuse('unknown-reference', `There is no product ${productId}.`, 'productId');
    return { issuerId: product.issuerId, product, action };
  }
  const issuer = await hub.store.issuers.find(issuerId ?? '');
  if (!issuer) return refuse('unknown-reference', `There is no issuer ${issuerId}.`, 'issuerId');
  return { issuerId: issuer.issuerId, product: null, action };
}

async function* lines(steps: AsyncIterable<Step>): AsyncGenerator<string> {
  for await (const step of steps) yield `${JSON.stringify(viewStep(step))}\n`;
}

function viewStep(step: Step): ReconciliationStep {
  if (step.kind !== 'DIFFERENCE') return step;
  const { virtualCardId, difference, ...told } = step;
  return {
    ...told,
    ...(virtualCardId !== null && { virtualCardId }),
    difference: difference.kind,
    explanation: difference.explanation,
    mendable: difference.remedy === null ? 'NO' : 'YES',
  };
}
