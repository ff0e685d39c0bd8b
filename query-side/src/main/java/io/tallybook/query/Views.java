package io.tallybook.query;

import io.tallybook.core.View;
import io.tallybook.core.ViewKind;
import io.tallybook.query.access.RoleProjector;
import io.tallybook.query.access.UserProjector;
import io.tallybook.query.alert.AlertProjector;
import io.tallybook.query.alert.AlertSettingsProjector;
import io.tallybook.query.catalogue.AddonProjector;
import io.tallybook.query.catalogue.FeatureProjector;
import io.tallybook.query.catalogue.GroupProjector;
import io.tallybook.query.catalogue.MeterProjector;
import io.tallybook.query.catalogue.PlanProjector;
import io.tallybook.query.catalogue.PriceProjector;
import io.tallybook.query.catalogue.PriceUnitProjector;
import io.tallybook.query.creditgrant.CreditGrantProjector;
import io.tallybook.query.creditnote.CreditNoteProjector;
import io.tallybook.query.customer.CustomerProjector;
import io.tallybook.query.discount.CouponAssociationProjector;
import io.tallybook.query.discount.CouponProjector;
import io.tallybook.query.entitlement.EntitlementProjector;
import io.tallybook.query.invoice.InvoiceProjector;
import io.tallybook.query.notice.NoticeProjector;
import io.tallybook.query.payment.PaymentProjector;
import io.tallybook.query.plansync.PlanSyncProjector;
import io.tallybook.query.subscription.SubscriptionProjector;
import io.tallybook.query.tax.TaxAssociationProjector;
import io.tallybook.query.tax.TaxRateProjector;
import io.tallybook.query.tenancy.ApiKeyProjector;
import io.tallybook.query.tenancy.EnvironmentProjector;
import io.tallybook.query.tenancy.SettingProjector;
import io.tallybook.query.tenancy.TenantProjector;
import io.tallybook.query.view.ViewTable;
import io.tallybook.query.wallet.WalletProjector;

/** Every view that there is. */
public final class Views {
    private Views() {}

    public static ViewTable<? extends View> of(ViewKind kind) {
        return switch (kind) {
            case ENVIRONMENT -> EnvironmentProjector.TABLE;
            case API_KEY -> ApiKeyProjector.TABLE;
            case TENANT -> TenantProjector.TABLE;
            case USER -> UserProjector.TABLE;
            case ROLE -> RoleProjector.TABLE;
            case SETTING -> SettingProjector.TABLE;
            case CUSTOMER -> CustomerProjector.TABLE;
            case METER -> MeterProjector.TABLE;
            case FEATURE -> FeatureProjector.TABLE;
            case GROUP -> GroupProjector.TABLE;
            case PLAN -> PlanProjector.TABLE;
            case PRICE -> PriceProjector.TABLE;
            case PRICE_UNIT -> PriceUnitProjector.TABLE;
            case ADDON -> AddonProjector.TABLE;
            case ENTITLEMENT -> EntitlementProjector.TABLE;
            case SUBSCRIPTION -> SubscriptionProjector.TABLE;
            case INVOICE -> InvoiceProjector.TABLE;
            case WALLET -> WalletProjector.TABLE;
            case CREDIT_NOTE -> CreditNoteProjector.TABLE;
            case PAYMENT -> PaymentProjector.TABLE;
            case COUPON -> CouponProjector.TABLE;
            case COUPON_ASSOCIATION -> CouponAssociationProjector.TABLE;
            case CREDIT_GRANT -> CreditGrantProjector.TABLE;
            case TAX_ASSOCIATION -> TaxAssociationProjector.TABLE;
            case TAX_RATE -> TaxRateProjector.TABLE;
            case ALERT_SETTINGS -> AlertSettingsProjector.TABLE;
            case ALERT -> AlertProjector.TABLE;
            case PLAN_SYNC -> PlanSyncProjector.TABLE;
            case NOTICE -> NoticeProjector.TABLE;
        };
    }
}
