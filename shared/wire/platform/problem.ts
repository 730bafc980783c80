import { z } from 'zod';

/** Media type of every error answer (RFC 9457). */
export const problemMediaType = 'application/problem+json';

/** One thing wrong with a request: where (a JSON path or a column) and what. */
export const problemError = z.object({ field: z.string(), message: z.string(), row: z.number().int().optional() });

/** Every error answer of the platform (RFC 9457). `code` is stable and meant for programs; `detail` is for people. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  errors: z.array(problemError).default([]),
  /** Parameters of `code`, for example the refusal's. */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Problem = z.infer<typeof problem>;
export type ProblemError = z.infer<typeof problemError>;
