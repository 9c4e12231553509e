import type { AcceptedCallTables } from './accepted-calls.ts';
import type { AggregatorTables } from './aggregators.ts';
import type { BatchFileTables } from './batch-files.ts';
import type { BreakerTables } from './breakers.ts';
import type { CardTables } from './cards.ts';
import type { ClickToPayTables } from './click-to-pay.ts';
import type { ConsumerTables } from './consumers.ts';
import type { DeliveryTables } from './deliveries.ts';
import type { DetokenizationTables } from './detokenizations.ts';
import type { DetokenizerTables } from './detokenizers.ts';
import type { DeviceBindingTables } from './device-bindings.ts';
import type { EnrolmentTables } from './enrolments.ts';
import type { ExchangeTables } from './exchanges.ts';
import type { IssuerTables } from './issuers.ts';
import type { OperationTables } from './operations.ts';
import type { PersonalisationTables } from './personalisations.ts';
import type { ProductTables } from './products.ts';
import type { PushUseTables } from './push-uses.ts';
import type { RecordedOperationTables } from './recorded-operations.ts';
import type { RemoteTokenTables } from './remote-tokens.ts';
import type { RequestorTables } from './requestors.ts';
import type { SettingTables } from './settings.ts';
import type { TokenTransactionTables } from './token-transactions.ts';
import type { TokenTables } from './tokens.ts';
import type { TspCallTables } from './tsp-calls.ts';
import type { TspConnectionTables } from './tsp-connections.ts';
import type { VaultKeyTables } from './vault-keys.ts';
import type { VaultedTokenTables } from './vaulted-tokens.ts';

/** The tables, as `migrations/` makes them. */
export interface Database
  extends IssuerTables,
    ProductTables,
    RequestorTables,
    ConsumerTables,
    CardTables,
    TokenTables,
    EnrolmentTables,
    DeviceBindingTables,
    OperationTables,
    RecordedOperationTables,
    DeliveryTables,
    BreakerTables,
    ExchangeTables,
    AcceptedCallTables,
    VaultedTokenTables,
    AggregatorTables,
    DetokenizerTables,
    DetokenizationTables,
    PushUseTables,
    TspConnectionTables,
    RemoteTokenTables,
    TspCallTables,
    PersonalisationTables,
    TokenTransactionTables,
    ClickToPayTables,
    BatchFileTables,
    SettingTables,
    VaultKeyTables {}
