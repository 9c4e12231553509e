import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { either, objectOf, oneOf, readBody, text, wholeNumber } from '../control/read-body.ts';
import { type InjectedDirectoryFault, namedDirectoryFaults } from './directory-faults.ts';
import type { DirectorySimulator } from './directory-simulator.ts';

/** The directories of a sandbox by their names in a path. */
export type Directories = Readonly<Record<'visa' | 'mastercard', DirectorySimulator>>;

const longestDelay = 120_000;

const faultRules = {
  checks: {
    operation: text(/^(\*|[A-Za-z]{1,40})$/, 'the name of an operation, or *'),
    fault: either(oneOf(namedDirectoryFaults), objectOf({ delay: wholeNumber(1, longestDelay) })),
    times: wholeNumber(1, 1000),
  },
  required: ['operation', 'fault'],
} as const;

/** `/sim/directories/{visa|mastercard}/…`: how a directory behaves, what it holds, and what it lets go on. */
export async function directoriesControl(
  scope: FastifyInstance,
  { directories }: { directories: Directories },
): Promise<void> {
  const served =
    (reply: (directory: DirectorySimulator, request: FastifyRequest, reply: FastifyReply) => unknown) =>
    async (request: FastifyRequest, answer: FastifyReply): Promise<unknown> => {
      const { directory } = request.params as { directory: string };
      const found = Object.hasOwn(directories, directory)
        ? directories[directory as keyof Directories]
        : undefined;
      return found
        ? reply(found, request, answer)
        : answer.code(404).send({ message: 'There is a directory visa and a directory mastercard' });
    };

  scope.get(
    '/sim/directories/:directory/profiles',
    served(directory => ({ profiles: directory.profiles() })),
  );
  scope.post(
    '/sim/directories/:directory/release',
    served(async directory => ({ released: await directory.release() })),
  );
  scope.get(
    '/sim/directories/:directory/faults',
    served(directory => ({ faults: directory.faults.pending() })),
  );
  scope.put(
    '/sim/directories/:directory/faults',
    served((directory, request, reply) => {
      const reading = readBody<InjectedDirectoryFault>(request.body, faultRules as never);
      if (!reading.ok)
        return reply.code(400).send({ message: `${reading.member ?? 'The body'} ${reading.problem}` });
      directory.faults.inject(reading.body);
      return reply.code(204).send();
    }),
  );
  scope.delete(
    '/sim/directories/:directory/faults',
    served((directory, _, reply) => {
      directory.faults.reset();
      return reply.code(204).send();
    }),
  );
}
