import type { ProblemError } from './problem.ts';

/** A request that cannot be granted: what the caller gets as problem details. `code` is stable, `detail` a sentence for developers. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly ProblemError[];
  readonly params: Readonly<Record<string, string | number>> | undefined;
  constructor(
    status: number,
    code: string,
    detail: string,
    more: { readonly errors?: readonly ProblemError[]; readonly params?: Readonly<Record<string, string | number>> } = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = more.errors ?? [];
    this.params = more.params;
  }
}
