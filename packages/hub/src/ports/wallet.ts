import type { ApplyTokenChange } from '@countermark/wire/token-requestor/apply-token-change';
import type { ApplyTokenData } from '@countermark/wire/token-requestor/apply-token-data';
import type { ShowMessage } from '@countermark/wire/token-requestor/show-message';
import type { TokenRequestor } from '../core/token-requestor.ts';

/** The device, through its wallet. */
export interface Wallet {
  applyTokenChange(requestor: TokenRequestor, change: ApplyTokenChange): Promise<WalletAnswer>;
  applyTokenData(requestor: TokenRequestor, data: ApplyTokenData): Promise<WalletAnswer>;
  showMessage(requestor: TokenRequestor, message: ShowMessage): Promise<WalletAnswer>;
}

export type WalletAnswer = 'APPLIED' | 'UNREACHABLE';
