import type { ApplyTokenChange } from '@countermark/wire/token-requestor/apply-token-change';
import type { ApplyTokenData } from '@countermark/wire/token-requestor/apply-token-data';
import type { ShowMessage } from '@countermark/wire/token-requestor/show-message';
import type { TokenOfRequestor } from '@countermark/wire/token-requestor/token';

/** How a device takes what the hub sends it: as it should, not at all (no answer), or with a refusal (503). */
export const deviceConditions = ['reachable', 'unreachable', 'refusing'] as const;
export type DeviceCondition = (typeof deviceConditions)[number];

/** What the device of a token shows. */
export interface DeviceDisplay {
  virtualCardId: string;
  condition: DeviceCondition;
  /** The token's state as far as the device has heard; null before it has. */
  state: string | null;
  cardLastDigits: string | null;
  /** Changes the hub put on the device, as they came; one sent twice is here twice. */
  changes: ApplyTokenChange[];
  messages: ShowMessage[];
  /** Names of the personalisation elements the hub put on the device after the first ones, as they came. */
  elements: string[];
}

/** The devices that hold the simulator's tokens, by virtualCardId. They forget all when the simulator stops. */
export class Devices {
  readonly #displays = new Map<string, DeviceDisplay>();

  /** What a device shows; undefined when it never heard of the token. */
  display(virtualCardId: string): DeviceDisplay | undefined {
    return this.#displays.get(virtualCardId);
  }

  condition(virtualCardId: string): DeviceCondition {
    return this.display(virtualCardId)?.condition ?? 'reachable';
  }

  setCondition(virtualCardId: string, condition: DeviceCondition): void {
    this.#of(virtualCardId).condition = condition;
  }

  /** The wallet did something with the token and heard how it now is. */
  hear(token: TokenOfRequestor): void {
    const { virtualCardId, state, cardLastDigits } = token;
    Object.assign(this.#of(virtualCardId), { state, cardLastDigits });
  }

  /** The hub put a change on the device. */
  apply(change: ApplyTokenChange): void {
    const { virtualCardId, state, cardLastDigits } = change;
    Object.assign(this.#of(virtualCardId), { state, cardLastDigits }).changes.push(change);
  }

  /** The hub had the token personalised again, or its keys replenished. */
  personalise({ virtualCardId, tokenPersoInfo }: ApplyTokenData): void {
    this.#of(virtualCardId).elements.push(...tokenPersoInfo.map(({ name }) => name));
  }

  /** The hub had a text shown. */
  show(message: ShowMessage): void {
    this.#of(message.virtualCardId).messages.push(message);
  }

  #of(virtualCardId: string): DeviceDisplay {
    const known = this.#displays.get(virtualCardId);
    if (known) return known;
    const unheard: DeviceDisplay = {
      virtualCardId,
      condition: 'reachable',
      state: null,
      cardLastDigits: null,
      changes: [],
      messages: [],
      elements: [],
    };
    this.#displays.set(virtualCardId, unheard);
    return unheard;
  }
}
