import type { Card } from '../../core/card.ts';
import type { BindingNotice, DeviceBinding } from '../../core/device-binding.ts';
import type { Token } from '../../core/token.ts';
import type { Notice } from '../../core/token-life-cycle.ts';
import type { TokenSource } from '../../core/token-source.ts';

/** What the issuer is to be told of a token. */
export interface TokenNews {
  card: Card;
  token: Token;
  notice: Notice | BindingNotice;
  source: TokenSource;
  correlationId: string;
  /** The operation that its issuer follows, if the change was part of one. */
  recordedOperationId?: string | null;
  /** Token value sealed for the issuer; travels with ACTIVATE only. */
  tokenInfo: string | null;
  /** The binding that DEVICE_BOUND and DEVICE_UNBOUND are about. */
  binding?: Pick<DeviceBinding, 'deviceBindingReference' | 'authenticatorInfo'>;
}
