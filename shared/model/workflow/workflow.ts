import type { BinId, CourierId, OperatorId, OrderId, ParcelId, SkuId, ToteId } from '#shared/base/ids.ts';
import type { CommandDraft } from '#shared/model/command/command.ts';
import type { WeightReading } from '#shared/model/device/device.ts';

/** What a barcode turned out to name. Resolved by shared/features/scan against the local store, in microseconds. */
export type ScannedThing =
  | {
      readonly kind: 'sku';
      readonly skuId: SkuId;
      readonly packUnits: number;
      readonly lotCode: string | null;
      readonly expiresOn: string | null;
      readonly measuredGrams: number | null;
      readonly priceFen: number | null;
      /** The GTIN-14 by which a person linked it here; absent where the catalogue has the barcode. */
      readonly linkedGtin?: string;
    }
  | { readonly kind: 'bin'; readonly binId: BinId }
  | { readonly kind: 'tote'; readonly toteId: ToteId; readonly toteCode: string }
  | { readonly kind: 'parcel'; readonly parcelId: ParcelId }
  | { readonly kind: 'order'; readonly orderId: OrderId }
  | { readonly kind: 'shelfPlace'; readonly shelfCode: string }
  | { readonly kind: 'courier'; readonly courierId: CourierId }
  | { readonly kind: 'badge'; readonly operatorId: OperatorId }
  | { readonly kind: 'commandSheet'; readonly action: SheetAction; readonly argument: string | null }
  | { readonly kind: 'ambiguous'; readonly choices: readonly ScannedThing[] }
  /** `reason` is a message key: unknown code, bad check digit, impossible date, malformed. */
  | { readonly kind: 'unknown'; readonly reason: string; /** The GTIN-14 of a barcode no item here has. */ readonly gtin?: string };

/** Actions that are printed as barcodes on the command sheet (HF*NEXT ...), and have a key. */
export const sheetActions = [
  'next',
  'undo',
  'skip',
  'short',
  'confirm',
  'help',
  'toteFull',
  'yes',
  'no',
  'pause',
  'home',
  'choice',
  /** Into training, and out of it. */
  'training',
] as const;
export type SheetAction = (typeof sheetActions)[number];

/** Why a label is printed again; sentences in renderer/text. */
export const reprintReasons = ['damaged', 'lost', 'jammed', 'other'] as const;
export type ReprintReason = (typeof reprintReasons)[number];

/** What a person or device did. */
export type WorkflowInput =
  | { readonly kind: 'scan'; readonly text: string; readonly thing: ScannedThing }
  | { readonly kind: 'weight'; readonly reading: WeightReading }
  | { readonly kind: 'act'; readonly action: SheetAction; readonly argument: string | null };

/** The five designed sounds, and the soft tick of a bounce. */
export const soundNames = ['ok', 'lineDone', 'orderDone', 'warning', 'stop', 'tick'] as const;
export type SoundName = (typeof soundNames)[number];

/** A sentence for the operator: a key of renderer/text and its parameters (already in the words of the store, never raw ids). */
export type Message = { readonly key: string; readonly params: Readonly<Record<string, string | number>> };

/** What the operator hears and sees for one input. A `stop` holds the scanner until acknowledged by `confirm`. */
export type Feedback = { readonly sound: SoundName; readonly message: Message | null };

/** Something for the outside that is not a command: print, leave the screen, open another task. */
export type WorkflowEffect =
  | {
      readonly kind: 'printParcelLabel';
      readonly orderId: OrderId;
      readonly parcelId: ParcelId;
      readonly isReprint: boolean;
      /** Why it is printed again, as the operator said it. */
      readonly reason?: ReprintReason | undefined;
    }
  | {
      readonly kind: 'printPaper';
      readonly orderId: OrderId;
      readonly document: 'deliveryNote' | 'customsSheet' | 'groupManifest';
      /** 1 is the first; above it the paper says that it is a reprint. */
      readonly copyNo: number;
      /** Tells copies that a person asked for apart. */
      readonly copyId?: string;
      readonly reason?: ReprintReason | undefined;
    }
  | {
      readonly kind: 'go';
      readonly screen: 'queue' | 'picking' | 'packing' | 'handover' | 'signIn' | 'link' | 'training';
      readonly subjectId: string | null;
    };

/**
 * One step of a workflow: pure. `drafts` are committed in order, as one durable transaction, before the sound is played.
 * The state is small and serialisable, so that another station or a restarted page can go on with it.
 */
export type WorkflowStep<S> = {
  readonly state: S;
  readonly drafts: readonly CommandDraft[];
  readonly feedback: Feedback;
  readonly effects: readonly WorkflowEffect[];
};
