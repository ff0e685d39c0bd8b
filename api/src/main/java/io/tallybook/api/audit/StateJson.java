package io.tallybook.api.audit;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.access.Roles;
import io.tallybook.api.flexprice.access.SecretJson;
import io.tallybook.api.flexprice.access.TenantJson;
import io.tallybook.api.flexprice.access.UserJson;
import io.tallybook.api.flexprice.addon.AddonJson;
import io.tallybook.api.flexprice.alert.AlertJson;
import io.tallybook.api.flexprice.coupon.CouponAssociationJson;
import io.tallybook.api.flexprice.coupon.CouponJson;
import io.tallybook.api.flexprice.creditgrant.CreditGrantJson;
import io.tallybook.api.flexprice.creditnote.CreditNoteJson;
import io.tallybook.api.flexprice.customer.CustomerJson;
import io.tallybook.api.flexprice.entitlement.EntitlementJson;
import io.tallybook.api.flexprice.environment.EnvironmentJson;
import io.tallybook.api.flexprice.feature.FeatureJson;
import io.tallybook.api.flexprice.feature.MeterJson;
import io.tallybook.api.flexprice.group.GroupJson;
import io.tallybook.api.flexprice.invoice.InvoiceJson;
import io.tallybook.api.flexprice.notice.NoticeJson;
import io.tallybook.api.flexprice.payment.PaymentJson;
import io.tallybook.api.flexprice.plan.PlanJson;
import io.tallybook.api.flexprice.plan.PlanSyncJson;
import io.tallybook.api.flexprice.price.PriceJson;
import io.tallybook.api.flexprice.price.PriceUnitJson;
import io.tallybook.api.flexprice.subscription.SubscriptionJson;
import io.tallybook.api.flexprice.tax.TaxAssociationJson;
import io.tallybook.api.flexprice.tax.TaxRateJson;
import io.tallybook.api.flexprice.wallet.WalletJson;
import io.tallybook.core.View;
import io.tallybook.core.access.RoleView;
import io.tallybook.core.access.UserView;
import io.tallybook.core.alert.AlertSettingsView;
import io.tallybook.core.alert.AlertView;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.creditnote.CreditNoteView;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponView;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.notice.NoticeView;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.plansync.PlanSyncView;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tax.TaxAssociationView;
import io.tallybook.core.tax.TaxRateView;
import io.tallybook.core.tenancy.ApiKeyView;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenantView;
import io.tallybook.core.wallet.WalletView;
import tools.jackson.databind.node.ObjectNode;

/** An entity of the past, shown as its own resource shows it, without what it refers to. */
final class StateJson {

    private StateJson() {}

    static ObjectNode of(View view) {
        return switch (view) {
            case CustomerView customer -> CustomerJson.of(customer);
            case MeterView meter -> MeterJson.of(meter);
            case FeatureView feature -> FeatureJson.of(feature, null);
            case GroupView group -> GroupJson.of(group, null);
            case PlanView plan -> PlanJson.of(plan, null);
            case PriceView price -> PriceJson.of(price, null, null);
            case PriceUnitView unit -> PriceUnitJson.of(unit);
            case CouponAssociationView held -> CouponAssociationJson.of(held, null);
            case CreditGrantView grant -> CreditGrantJson.of(grant);
            case TaxAssociationView named -> TaxAssociationJson.of(named, null);
            case CouponView coupon -> CouponJson.of(coupon, 0);
            case TaxRateView rate -> TaxRateJson.of(rate);
            case AddonView addon -> AddonJson.of(addon, null);
            case AlertSettingsView settings -> AlertJson.of(settings);
            case AlertView alert -> AlertJson.of(alert);
            case EntitlementView entitlement ->
                    EntitlementJson.of(entitlement, EntitlementJson.Shown.alone());
            case SubscriptionView subscription -> SubscriptionJson.of(subscription, null, null);
            case InvoiceView invoice -> InvoiceJson.of(invoice, InvoiceJson.Shown.alone());
            case PlanSyncView sync -> PlanSyncJson.of(sync, null);
            case NoticeView notice -> NoticeJson.of(notice);
            case CreditNoteView note -> CreditNoteJson.of(note, null, null);
            case PaymentView payment -> PaymentJson.of(payment);
            case WalletView wallet -> WalletJson.of(wallet);
            case EnvironmentView environment -> EnvironmentJson.of(environment);
            case ApiKeyView key -> SecretJson.of(key, null, null);
            case TenantView tenant -> TenantJson.of(tenant);
            case UserView user -> UserJson.of(user, null);
            case RoleView role -> Roles.json(role);
            case SettingView setting ->
                    BaseJson.of(setting)
                            .put("key", setting.key())
                            .map("value", setting.value())
                            .node();
            default -> throw new IllegalStateException("no history is kept of " + view.getClass());
        };
    }
}
