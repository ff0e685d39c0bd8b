// Fields that are accepted and not looked at, each for a reason; everything else that is wrong must be refused.
export const IGNORED = {
  everywhere: [
    'billing_cadence', // sent by the npm client always, whatever it is
    'onboarding_workflow_name', 'skip_onboarding_workflow', // settings of a workflow that is not here
    'integration_entity_mapping', // the provider and its id are read, the entity is the customer anyway
  ],
  // Filters of lists, and settings, whose subject this server does not have: nothing could match or change.
  createInvoice: ['total', 'amount_due', 'billing_period'], // what is owed is computed, not taken
  getInvoicePdf: ['force_generate'], // a document is made anew each time anyway
  getCustomerWallets: ['-'], // stands for any parameter
};
