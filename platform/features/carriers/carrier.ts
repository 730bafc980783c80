import type { CarrierBooking, CarrierQuestion, CarrierQuote } from '#shared/wire/carrier/carrierMessages.ts';

/**
 * The port to a third-party carrier. Calls reject when the carrier cannot be reached or answers nonsense; they may be made again: a booking's
 * reference names it for ever.
 */
export type Carrier = {
  readonly name: string;
  /** Both sides sign events with it. */
  readonly eventSecret: string;
  /** Dearer rides are not booked. */
  readonly maxFeeFen: number;
  /** Null: nobody rides. */
  quote(question: CarrierQuestion): Promise<CarrierQuote | null>;
  /** False: the carrier does not ride after all. */
  book(booking: CarrierBooking): Promise<boolean>;
  /** Resolves once the carrier will not come, or was not coming anyway. */
  cancel(reference: string): Promise<void>;
};
