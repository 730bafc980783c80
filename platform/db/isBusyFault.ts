/** SQLSTATEs that pass by themselves: locks and statements out of time, serialization, deadlock, no connection left, server going down or coming up. */
const passingStates = new Set(['55P03', '57014', '40001', '40P01', '53300', '57P01', '57P02', '57P03', '08000', '08001', '08003', '08006']);
const passingSystemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
/** What the driver says without a code when no connection is to be had or one broke. */
const passingMessages = /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/;

/** Whether the database could not answer now and may a moment later; nothing was written, or it cannot be known whether it was. */
export function isBusyFault(fault: unknown): boolean {
  for (let each = fault; each instanceof Error; each = each.cause) {
    const { code } = each as { code?: unknown };
    if (typeof code === 'string' && (passingStates.has(code) || passingSystemCodes.has(code))) return true;
    if (passingMessages.test(each.message)) return true;
  }
  return false;
}
