import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../errors.ts';

/** What stands behind one kind of signed address. */
export interface Door {
  /** `/resume/`: the token follows. */
  path: string;
  /** Those that act. */
  methods: readonly string[];
  body_limit: number;
  /** Before the body is read: nobody makes us read ten megabytes for an address that ends nothing. @throws ApiError 404, 409, 410 */
  open(token: string): Promise<Opened>;
}

export interface Opened {
  /** Changes nothing. */
  show(request: FastifyRequest, reply: FastifyReply): FastifyReply;
  act(body: Buffer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

/** The same words for an address that never was and for one that was changed. */
export function unknownAddress(): ApiError {
  return new ApiError('not_found', {
    message: 'Nothing waits at this address. Look whether it was copied whole.',
  });
}
