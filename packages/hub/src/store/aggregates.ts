import type { Aggregates } from '../ports/store.ts';

import { acceptedCallStore } from './accepted-calls.ts';

import { aggregatorStore } from './aggregators.ts';
import { batchFileStore } from './batch-files.ts';

import { breakerStore } from './breakers.ts';
import { cardStore } from './cards.ts';
import { clickToPayStore } from './click-to-pay.ts';
import { consumerStore } from './consumers.ts';
import { deliveryStore } from './deliveries.ts';
import { detokenizationStore } from './detokenizations.ts';
import { detokenizerStore } from './detokenizers.ts';
import { deviceBindingStore } from './device-bindings.ts';
import { enrolmentStore } from './enrolments.ts';
import { erasureStore } from './erasures.ts';
import { exchangeStore } from './exchanges.ts';
import type { Handle } from './handle.ts';
import { issuerStore } from './issuers.ts';
import { operationStore } from './operations.ts';
import { personalisationStore } from './personalisations.ts';
import { productStore } from './products.ts';
import { pushUseStore } from './push-uses.ts';
import { recordedOperationStore } from './recorded-operations.ts';
import { remoteTokens } from './remote-tokens.ts';
import { requestorStore } from './requestors.ts';
import { tokenTransactionStore } from './token-transactions.ts';
import { tokenStore } from './tokens.ts';
import { tspCallStore } from './tsp-calls.ts';
import { tspConnectionStore } from './tsp-connections.ts';
import { vaultedTokens } from './vaulted-tokens.ts';

export function aggregates(handle: Handle): Aggregates {
  return {
    issuers: issuerStore(handle),
    aggregators: aggregatorStore(handle),
    products: productStore(handle),
    requestors: requestorStore(handle),
    consumers: consumerStore(handle),
    cards: cardStore(handle),
    tokens: tokenStore(handle),
    enrolments: enrolmentStore(handle),
    deviceBindings: deviceBindingStore(handle),
    operations: operationStore(handle),
    recordedOperations: recordedOperationStore(handle),
    acceptedCalls: acceptedCallStore(handle),
    deliveries: deliveryStore(handle),
    breakers: breakerStore(handle),
    exchanges: exchangeStore(handle),
    erasures: erasureStore(handle),
    tokenTransactions: tokenTransactionStore(handle),
    tspConnections: tspConnectionStore(handle),
    tspCalls: tspCallStore(handle),
    remoteTokens: remoteTokens(handle),
    personalisations: personalisationStore(handle),
    batchFiles: batchFileStore(handle),
    domesticTokens: vaultedTokens(handle, 'DOMESTIC'),
    detokenizers: detokenizerStore(handle),
    detokenizations: detokenizationStore(handle),
    pushUses: pushUseStore(handle),
    clickToPay: clickToPayStore(handle),
  };
}
