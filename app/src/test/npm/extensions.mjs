// Keys that answers carry beyond the contract, each with its reason.
const CLIENT = 'a key of the npm client\'s model';

const BASE = 'every resource carries these keys';
const EXPLAINED = 'every amount can be explained';

function each(schema, keys, why) {
  return Object.fromEntries(keys.map(key => [`${schema}.${key}`, why]));
}

export const EXTENSIONS = {
  'TaxRateResponse.inclusive': 'a rate says whether prices contain it',
  'CouponAssociationResponse.invoice_id': 'a coupon may be written on a single invoice',
  'AddonResponse.type': CLIENT,
  'CreateAddonResponse.type': CLIENT,
  'PriceResponse.trial_period': CLIENT,
  'price.Price.trial_period': CLIENT,
  'SubscriptionLineItemResponse.trial_period': CLIENT,
  'subscription.SubscriptionLineItem.trial_period': CLIENT,
  'CustomerResponse.parent_customer': CLIENT,
  'CustomerResponse.parent_customer_id': CLIENT,
  'SubscriptionResponse.customer_timezone': CLIENT,
  'types.SubscriptionStatus.incomplete_expired': 'the first invoice was not paid in time',
  'types.AlertEntityType.meter': 'a meter may be watched',
  ...each('types.AlertType', ['meter_spend', 'meter_usage', 'subscription_line_item_usage', 'subscription_lifetime_spend'], 'usage and the whole life may be watched'),
  'types.Duration.{}': 'a length of time is a number with its unit, not nanoseconds',
  'types.CreditGrantScope.CUSTOMER': 'a customer may be granted credits without a subscription',
  'types.TaxRateEntityType.plan': 'a plan may name its taxes',
  'Feature.meter': 'a feature is written as anywhere else',
  ...each('CustomerResponse', ['currency', 'locale', 'tax_ids', 'tax_rate_overrides'], 'what is agreed with a customer is shown'),
  'CustomerResponse.personal_data': 'whether it was erased',
  ...each('Customer', ['integrations', 'parent_customer', 'parent_customer_id', 'currency', 'locale', 'tax_ids', 'tax_rate_overrides', 'personal_data'],
    'a customer is written as anywhere else'),
  ...each('SecretResponse', ['created_by', 'updated_by', 'environment_id', 'tenant_id'], BASE),
  'SecretResponse.requests_per_minute': 'each key has a limit of its own',
  ...each('GroupResponse', ['created_by', 'updated_by', 'environment_id', 'tenant_id'], BASE),
  'TemporalWorkflowResult.target_environment_id': 'a copy into a new environment says which it is',
  'models.TemporalWorkflowResult.target_environment_id': 'a copy into a new environment says which it is',
  'GetEventByIDResponse.receipt': 'what became of an event is proved by its receipt',
  'AddAddonToSubscriptionResponse.addon': CLIENT,
  'AddAddonToSubscriptionResponse.subscription': CLIENT,
  'SubscriptionResponseV2.customer_timezone': CLIENT,
  'SubscriptionResponseV2.external_customer_id': 'saves a caller who knows its own names only a second request',
  '.target_plan_id': 'a schedule says what is to happen',
  '.cancellation_type': 'a schedule says what is to happen',
  'AddonAssociationResponse.addon': CLIENT,
  'AddonAssociationResponse.subscription': CLIENT,
  'MeterResponse.created_by': BASE,
  'MeterResponse.updated_by': BASE,
  'MeterResponse.environment_id': BASE,
  'subscription.SubscriptionPause.open_period': 'what becomes of the period that a pause breaks off',
  'SubscriptionResponse.external_customer_id': 'saves a caller who knows its own names only a second request',
  ...each('PaymentResponse', ['status', 'customer_id', 'refunded_amount', 'next_attempt_at'], 'what came of a payment, and what comes next'),
  ...each('PaymentAttemptResponse', ['answer', 'error_code'], 'an attempt is shown with its answer'),
  ...Object.fromEntries(['WalletResponse', 'WalletBalanceResponse'].flatMap(schema => Object.entries(each(schema,
    ['bonus_slabs', 'burn_order', 'credit_flows', 'held_credits', 'max_topup_credits', 'min_topup_credits', 'price_unit', 'priority', 'refund_amount'],
    'how a wallet is used is shown')))),
  ...each('CreditGrantResponse', ['customer_id', 'rollover', 'rollover_cap'], 'customers get credits too, and what is left may last once more'),
  ...each('CreditGrantResponse', ['credits_granted', 'times_granted', 'next_grant_at', 'parent_grant_id'], 'what a grant gave, gives and comes from is shown'),
  ...each('types.AutoTopup', ['target', 'granted', 'interval', 'interval_count', 'start_date', 'max_per_month', 'halted_because'],
    'a wallet buys up to a target too, at regular times, within limits'),
  ...each('types.AlertSettings', ['measure', 'thresholds'], 'any number of named thresholds, on spend, usage or the whole life'),
  'types.AlertInfo.value_at_time:text': 'the contract calls the value that was seen a time',
  'types.WalletType.PROMOTIONAL': 'credits that are given and cannot be bought',
  'types.AlertSettings.repeat_after': 'what stays across is told again',
  ...each('AlertLogResponse', ['alert_settings_id', 'crossed', 'previous_status', 'recovered'], 'which thresholds were crossed, and from where'),
  'types.WalletConfig.allowed_feature_ids': 'a wallet may pay for some features only',
  'types.WalletConfig.allowed_meter_ids': 'a wallet may pay for some meters only',
  'InvoiceResponse.engine_version': EXPLAINED,
  'InvoiceResponse.finalize_at': 'when a draft is finalized by itself',
  'InvoiceResponse.inputs_digest': EXPLAINED,
  'InvoiceResponse.replaces_invoice_id': 'a replacement leads back to what it replaces',
  'InvoiceResponse.parking': 'an invoice beyond its bounds waits for an operator, and says why',
  'InvoiceResponse.overdue_since': 'an invoice says that it is overdue',
  'InvoiceResponse.written_off_amount': 'an invoice says what is not expected any more',
  'InvoiceLineItemResponse.calculation': EXPLAINED,
  'types.PaginationResponse.next_cursor': 'pages stay whole while rows are added',
  'SubscriptionUsageByMetersResponse.usage_by_customer': 'what of shared usage each customer has used',
  'GetUsageResponse.event_count': EXPLAINED,
  ...each('MeterResponse', ['version', 'versions'], 'a meter keeps its versions'),
  ...each('meter.Meter', ['version', 'versions'], 'a meter keeps its versions'),
  'GetUsageResponse.archived_months': 'what is not in an answer is said',
  'GetUsageAnalyticsResponse.archived_months': 'what is not in an answer is said',
  'GetEventsResponse.archived_months': 'what is not in an answer is said',
  'UsageResult.event_count': EXPLAINED,
  'UsageAnalyticItem.external_customer_id': 'usage of everybody is grouped by customer too',
  ...each('price.Price', ['addon', 'group', 'meter', 'plan', 'pricing_unit'], 'the price of a line is written as any other'),
  'errors.ErrorResponse.success': 'the error of the npm client',
  'errors.ErrorResponse.error': 'the error of the npm client',
  'errors.ErrorResponse.details': 'what went wrong, for a program to read',
};

/** Operations whose answer is by agreement another one than the contract's. */
export const SUPERSETS = {
  recalculateInvoice: 'the client reads the invoice (200), the contract has a workflow that was started (202): we have the invoice at once',
  getTaxRates: 'the client reads the rates alone, the contract has a page: each gets its own',
  getPlanEntitlements: 'the client reads a plan, the contract has a list: the answer is both',
};

/** Refusals that any operation may give, though the contract names them for few. */
export const REFUSALS = {
  400: 'bad input', 401: 'no key or a wrong one', 403: 'the key may not', 404: 'no such thing', 405: 'no such method', 406: 'no such format',
  409: 'it is there already', 413: 'too large', 414: 'too long', 415: 'not JSON', 422: 'it cannot be done', 429: 'too often',
};
