import type { OrderDraft } from '#shared/model/command/command.ts';
import type { Sku } from '#shared/model/sku/sku.ts';
import { channelPolicies } from '#shared/rules/channel/channelPolicy.ts';
import type { OrderIntake } from '#shared/wire/platform/platformMessages.ts';
import { toMaskedRecipient } from './personalData.ts';

/** A channel's order as a command's payload: personal data masked, what was left out filled in. `skuOf` gives known SKUs for their price. */
export function toOrderDraft(intake: OrderIntake, atMs: number, skuOf: (skuId: string) => Sku | undefined): OrderDraft {
  const placedAtMs = intake.placedAtMs ?? atMs;
  const policy = channelPolicies[intake.channel];
  return {
    channel: intake.channel,
    channelOrderId: intake.channelOrderId,
    memberTier: intake.memberTier ?? 'standard',
    placedAtMs,
    promiseAtMs: intake.promiseAtMs ?? placedAtMs + policy.promiseMs,
    payment: intake.payment ?? 'paid',
    customs: intake.customs ?? (policy.needsCustomsClearance ? 'pending' : 'notNeeded'),
    groupLot: intake.groupLot ?? null,
    substitution: intake.substitution ?? 'never',
    note: intake.note ?? '',
    recipient: toMaskedRecipient(intake.recipient),
    destination: intake.destination,
    lines: intake.lines.map((line) => ({ ...line, priceFen: line.priceFen ?? skuOf(line.skuId)?.priceFen ?? 0 })),
  };
}
