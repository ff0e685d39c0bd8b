// Operations of the contract that are not served yet, and why. The suite fails once one of them works and is still listed.
export const OPEN = {};

/** Routes that this suite does not call yet: they have tests of their own over HTTP. */
export const UNTRIED = new Set([
  'createSubscriptionLineItem', 'updateSubscriptionLineItem', 'deleteSubscriptionLineItem', 'querySubscriptionLineItems',
  'addSubscriptionAddon', 'removeSubscriptionAddon', 'getSubscriptionAddonAssociations',
  'previewSubscriptionChange', 'executeSubscriptionChange', 'previewSubscriptionPlanChangeV2', 'executeSubscriptionPlanChangeV2',
  'previewSubscriptionModify', 'executeSubscriptionModify',
  'previewPlanSync', 'syncPlanPricesInFull']);
