import type { DeviceBinding } from '../../core/device-binding.ts';

export interface DeviceBindingStore {
  /** Throws UniqueViolation when another binding of the token is under way. */
  insert(binding: DeviceBinding): Promise<void>;
  save(binding: DeviceBinding): Promise<void>;
  find(bindingId: string): Promise<DeviceBinding | null>;
  /** As find, and holds the row until the transaction ends. Lock the token first, if both are. */
  lock(bindingId: string): Promise<DeviceBinding | null>;
  /** Every binding of a token, ended ones too, oldest first. */
  ofToken(virtualCardId: string): Promise<DeviceBinding[]>;
  /** Bindings whose time has come, oldest first. */
  due(now: Date, limit: number): Promise<string[]>;
}
