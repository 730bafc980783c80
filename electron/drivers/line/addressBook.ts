/** Finds devices by host name, also while the name service is away: then at the address they had last. */
export type AddressBook = {
  /** The address of a host name; an address is itself. Rejects with LineFault `device.nameUnknown` where nobody ever knew the name. */
  addressOf(host: string): Promise<string>;
};
