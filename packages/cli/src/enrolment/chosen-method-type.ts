import type { WalletStep } from '@countermark/sandbox/wallet-simulator/wallet-step';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';

/** The type of the method the wallet chose last, of those it was offered. */
export function chosenMethodType(
  steps: readonly WalletStep<unknown>[],
  offered: readonly IdvMethod[] = [],
): string | undefined {
  const choice = steps.filter(step => step.act === 'CHOOSE_IDV_METHOD' && step.result === 'ANSWERED').at(-1);
  return offered.find(({ id }) => id === choice?.told['id'])?.type;
}
