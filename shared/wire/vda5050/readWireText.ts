import type { z } from 'zod';
import { err, ok, type Result } from '#shared/base/result.ts';

/** Largest message taken from a robot or a master, bytes. */
export const maxVdaBytes = 256 * 1024;

/** Why a message was dropped: too large, no JSON, or not what its topic promises (with the first place that is wrong). */
export type WireFault = { readonly kind: 'tooLarge' | 'notJson' | 'malformed'; readonly detail: string };

/** A message taken in, and how many optional fields came as `null`, which the standard does not allow but robots send. */
export type WireReading<T> = { readonly message: T; readonly nulls: number };

/** Reads one message: size, JSON, nulls left out and counted, then the form. */
export function readWireText<F extends z.ZodType>(form: F, text: string, bytes: number): Result<WireReading<z.infer<F>>, WireFault> {
  if (bytes > maxVdaBytes) return err({ kind: 'tooLarge', detail: `${bytes} bytes` });
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return err({ kind: 'notJson', detail: text.slice(0, 80) });
  }
  const counter = { nulls: 0 };
  const parsed = form.safeParse(withoutNulls(raw, counter));
  if (parsed.success) return ok({ message: parsed.data, nulls: counter.nulls });
  const [issue] = parsed.error.issues;
  return err({ kind: 'malformed', detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` });
}

function withoutNulls(raw: unknown, counter: { nulls: number }): unknown {
  if (Array.isArray(raw)) {
    const kept = raw.filter((item) => item !== null);
    counter.nulls += raw.length - kept.length;
    return kept.map((item) => withoutNulls(item, counter));
  }
  if (typeof raw !== 'object' || raw === null) return raw;
  const kept: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(raw)) {
    if (field === null) counter.nulls += 1;
    else kept[key] = withoutNulls(field, counter);
  }
  return kept;
}
