import type { D1Api } from './api.ts';
import type { D1Operation } from './operation.ts';

const firstVersions: Partial<Record<D1Api, D1Api>> = {
  'D1-Public-IN-v2-Card': 'D1-Public-IN-v1-Card',
  'D1-Public-IN-v2-Consumer': 'D1-Public-IN-v1-Consumer',
};

/** An operation of a v2 API as the v1 API has it: all but the version in its path is the same. */
export function underV1<Operation extends D1Operation>(operation: Operation): Operation {
  return {
    ...operation,
    api: firstVersions[operation.api] ?? operation.api,
    path: operation.path.replace('/banking/v2/', '/banking/v1/'),
  };
}
