// Fields that are accepted and not looked at, each for a reason; everything else that is wrong must be refused.
export const IGNORED = {
  everywhere: [
    'billing_cadence', // sent by the npm client always, whatever it is
    'onboarding_workflow_name', 'skip_onboarding_workflow', // settings of a workflow that is not here
    'integration_entity_mapping', // other systems are connected elsewhere
    'include_real_time_balance', 'from_cache', // the answer is always fresh
  ],
};
