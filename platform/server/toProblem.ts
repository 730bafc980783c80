import { ORPCError } from '@orpc/client';
import { ValidationError } from '@orpc/contract';
import type { Problem, ProblemError } from '#shared/wire/platform/problem.ts';
import { RequestProblem } from '#shared/wire/platform/requestProblem.ts';
import { isBusyFault } from '#platform/db/isBusyFault.ts';
import { UnknownSite } from '#platform/db/records/siteSession.ts';

/** Most faults listed in one answer. */
const maxListedErrors = 100;

/** The problem details (RFC 9457) of anything thrown while answering. What is not meant for the caller becomes a plain 500. */
export function toProblem(thrown: unknown, instance: string): Problem {
  const fault =
    thrown instanceof ORPCError && thrown.cause !== undefined && !(thrown.cause instanceof ValidationError) ? pickCause(thrown) : thrown;
  if (fault instanceof RequestProblem) return make(fault.status, fault.code, fault.message, instance, fault.errors, fault.params);
  if (fault instanceof UnknownSite) return make(404, 'UNKNOWN_SITE', 'There is no such site.', instance);
  if (fault instanceof ORPCError) {
    if (fault.cause instanceof ValidationError && fault.status < 500)
      return make(400, 'BAD_REQUEST', 'The request does not have the expected shape.', instance, toErrors(fault.cause));
    if (fault.status < 500) return make(fault.status, fault.code, fault.message, instance);
  }
  if (isBusyFault(fault)) return make(503, 'BUSY', 'The database does not answer just now; come again in a moment.', instance);
  return make(500, 'INTERNAL', 'The platform failed; the fault has been logged.', instance);
}

function pickCause(error: ORPCError<string, unknown>): unknown {
  const { cause } = error;
  return cause instanceof RequestProblem || cause instanceof UnknownSite || isBusyFault(cause) ? cause : error;
}

function make(
  status: number,
  code: string,
  detail: string,
  instance: string,
  errors: readonly ProblemError[] = [],
  params?: Problem['params'],
): Problem {
  const type = `urn:halfhour:problem:${code.toLowerCase().replaceAll('_', '-')}`;
  return {
    type,
    title: titles[status] ?? 'Error',
    status,
    detail,
    instance,
    code,
    errors: errors.slice(0, maxListedErrors),
    ...(params === undefined ? {} : { params }),
  };
}

function toErrors(fault: ValidationError): ProblemError[] {
  return fault.issues.map((issue) => ({
    field: (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.'),
    message: issue.message,
  }));
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  426: 'Upgrade required',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not ready now',
};
