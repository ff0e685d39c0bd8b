// Operations of the contract that are not served yet, and why. The suite fails once one of them works and is still listed.
export const OPEN = {};

/** Routes that this suite does not call yet: they have tests of their own over HTTP. */
export const UNTRIED = new Set();

/** What the contract takes or answers and this server does not yet: each is an objection once it is mended and still listed. */
export const LACKING = {
  // A payment pays an invoice; money on account is a top-up of a wallet.
  'createPayment request': ['.destination_type'],
};
