import type { DeviceCondition } from '../../wallet-simulator/devices.ts';
import type { StepKind } from '../step-kind.ts';

/** The device can be reached by its wallet from now on, or cannot. */
export interface DeviceIs {
  device: DeviceCondition;
}

export const device: StepKind<DeviceIs> = {
  async act(play, step) {
    await play.client.setDevice(play.virtualCardId() ?? '', step.device);
  },
  inWords: step => `the device is ${step.device}`,
};
