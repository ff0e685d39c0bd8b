// Operations of the contract that are not served yet, and why. The suite fails once one of them works and is still listed.
export const OPEN = {
  cloneEnvironment: 'being built',
  updateFeature: 'being built',
  deleteFeature: 'being built',
  cloneFeature: 'being built',
  updateMeter: 'being built',
  disableMeter: 'being built',
  deleteMeter: 'being built',
  createGroup: 'being built',
  getGroup: 'being built',
  queryGroup: 'being built',
  deleteGroup: 'being built',
  updatePlan: 'being built',
  deletePlan: 'being built',
  clonePlan: 'being built',
  pricingPlans: 'being built',
};

/** Routes beyond the contract that this suite does not call yet: they have tests of their own over HTTP. */
export const UNTRIED = new Set([
  'createRbacRole', 'updateRbacRole', 'deleteRbacRole', 'readSetting', 'setSetting', 'clearSetting', 'logIn', 'signUp', 'rotateApiKey', 'updateApiKey',
  'readTenantBilling', 'previewPlanSync', 'syncPlanPricesInFull',
]);
