import type { Directories } from '../../directory-simulator/control.ts';
import type { InjectedDirectoryFault } from '../../directory-simulator/directory-faults.ts';
import type { StepKind } from '../step-kind.ts';

/** A Click to Pay directory behaves so from now on, or lets go on what it holds as soon as there is something. */
export interface DirectoryActs {
  directory: keyof Directories;
  /** `has been called`: the scenario waits until the fault has befallen its call. */
  acts: 'as it should' | 'releases' | 'has been called' | InjectedDirectoryFault;
}

export const directory: StepKind<DirectoryActs> = {
  async act(play, { directory: name, acts }) {
    const { client } = play;
    if (acts === 'as it should') await client.clearDirectoryFaults(name);
    else if (acts === 'releases') await play.until(async () => (await client.releaseDirectory(name)) > 0);
    else if (acts === 'has been called')
      await play.until(async () => (await client.directoryFaults(name)).length === 0);
    else await client.injectDirectoryFault(name, acts);
  },
  inWords({ directory: name, acts }) {
    if (acts === 'as it should') return `the directory of ${name} is well`;
    if (acts === 'releases') return `the directory of ${name} goes on with what it held`;
    if (acts === 'has been called') return `the directory of ${name} has the call`;
    const { operation, fault, times } = acts;
    const what = typeof fault === 'string' ? fault : `a delay of ${fault.delay} ms`;
    const how = `${what}${times === undefined ? '' : `, ${times} times`}`;
    return `the directory of ${name} answers ${operation === '*' ? 'everything' : `\`${operation}\``} with ${how}`;
  },
};
