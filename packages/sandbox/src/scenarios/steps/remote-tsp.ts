import type { DataManner, InjectedTspFault } from '../../tsp-simulator/tsp-faults.ts';
import type { StepKind } from '../step-kind.ts';

/** The TSP of another house behaves so from now on. */
export interface RemoteTsp {
  remoteTsp: 'as it should' | InjectedTspFault | { data: DataManner };
}

export const remoteTsp: StepKind<RemoteTsp> = {
  async act(play, { remoteTsp: conduct }) {
    const { client } = play;
    if (conduct === 'as it should') await client.resetTsp();
    else if ('data' in conduct) await client.setTspDataManner(conduct.data);
    else {
      await client.injectTspFault(conduct);
      play.timeLeaps = true;
    }
  },
  inWords({ remoteTsp: conduct }) {
    if (conduct === 'as it should') return 'the TSP is well';
    if ('data' in conduct) return `the TSP's token data: ${conduct.data}`;
    const { operation, fault, times } = conduct;
    const what = typeof fault === 'string' ? fault : fault.errorCode;
    const which = operation === '*' ? 'everything' : `\`${operation}\``;
    return `the TSP answers ${which} with ${what}${times === undefined ? '' : `, ${times} times`}`;
  },
};
