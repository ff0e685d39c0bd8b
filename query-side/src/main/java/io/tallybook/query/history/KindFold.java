package io.tallybook.query.history;

import io.tallybook.core.View;
import io.tallybook.core.ViewKind;
import io.tallybook.core.access.RoleEvent;
import io.tallybook.core.access.UserEvent;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.catalogue.AddonEvent;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.GroupEvent;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceUnitEvent;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.discount.CouponEvent;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.notice.NoticeEvent;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.tax.TaxAssociationEvent;
import io.tallybook.core.tax.TaxRateEvent;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.SettingEvent;
import io.tallybook.core.tenancy.TenantEvent;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.query.access.RoleFold;
import io.tallybook.query.access.UserFold;
import io.tallybook.query.alert.AlertFold;
import io.tallybook.query.alert.AlertSettingsFold;
import io.tallybook.query.catalogue.AddonFold;
import io.tallybook.query.catalogue.FeatureFold;
import io.tallybook.query.catalogue.GroupFold;
import io.tallybook.query.catalogue.MeterFold;
import io.tallybook.query.catalogue.PlanFold;
import io.tallybook.query.catalogue.PriceFold;
import io.tallybook.query.catalogue.PriceUnitFold;
import io.tallybook.query.creditgrant.CreditGrantFold;
import io.tallybook.query.creditnote.CreditNoteFold;
import io.tallybook.query.customer.CustomerFold;
import io.tallybook.query.discount.CouponAssociationFold;
import io.tallybook.query.discount.CouponFold;
import io.tallybook.query.entitlement.EntitlementFold;
import io.tallybook.query.invoice.InvoiceFold;
import io.tallybook.query.notice.NoticeFold;
import io.tallybook.query.payment.PaymentFold;
import io.tallybook.query.plansync.PlanSyncFold;
import io.tallybook.query.subscription.SubscriptionFold;
import io.tallybook.query.tax.TaxAssociationFold;
import io.tallybook.query.tax.TaxRateFold;
import io.tallybook.query.tenancy.ApiKeyFold;
import io.tallybook.query.tenancy.EnvironmentFold;
import io.tallybook.query.tenancy.SettingFold;
import io.tallybook.query.tenancy.TenantFold;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import io.tallybook.query.wallet.WalletFold;
import io.tallybook.query.wallet.WalletLedger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fold of a kind of view, applied to events of that kind and to no others: the same function
 * that keeps the read table.
 *
 * @param step what is seen after one more event
 * @param view of what is seen
 */
record KindFold<S, E>(Class<E> events, Fold<S, E> step, Function<S, View> view) {

    static KindFold<?, ?> of(ViewKind kind) {
        return switch (kind) {
            case ENVIRONMENT -> simple(EnvironmentEvent.class, new EnvironmentFold());
            case API_KEY -> simple(ApiKeyEvent.class, new ApiKeyFold());
            case TENANT -> simple(TenantEvent.class, new TenantFold());
            case USER -> simple(UserEvent.class, new UserFold());
            case ROLE -> simple(RoleEvent.class, new RoleFold());
            case SETTING -> simple(SettingEvent.class, new SettingFold());
            case CUSTOMER -> simple(CustomerEvent.class, new CustomerFold());
            case METER -> simple(MeterEvent.class, new MeterFold());
            case FEATURE -> simple(FeatureEvent.class, new FeatureFold());
            case GROUP -> simple(GroupEvent.class, new GroupFold());
            case PLAN -> simple(PlanEvent.class, new PlanFold());
            case PRICE -> simple(PriceEvent.class, new PriceFold());
            case PRICE_UNIT -> simple(PriceUnitEvent.class, new PriceUnitFold());
            case ADDON -> simple(AddonEvent.class, new AddonFold());
            case ENTITLEMENT -> simple(EntitlementEvent.class, new EntitlementFold());
            case SUBSCRIPTION -> simple(SubscriptionEvent.class, new SubscriptionFold());
            case INVOICE -> simple(InvoiceEvent.class, new InvoiceFold());
            case CREDIT_NOTE -> simple(CreditNoteEvent.class, new CreditNoteFold());
            case PAYMENT -> simple(PaymentEvent.class, new PaymentFold());
            case COUPON -> simple(CouponEvent.class, new CouponFold());
            case COUPON_ASSOCIATION ->
                    simple(CouponAssociationEvent.class, new CouponAssociationFold());
            case CREDIT_GRANT -> simple(CreditGrantEvent.class, new CreditGrantFold());
            case TAX_ASSOCIATION -> simple(TaxAssociationEvent.class, new TaxAssociationFold());
            case PLAN_SYNC -> simple(PlanSyncEvent.class, new PlanSyncFold());
            case TAX_RATE -> simple(TaxRateEvent.class, new TaxRateFold());
            case ALERT_SETTINGS -> simple(AlertSettingsEvent.class, new AlertSettingsFold());
            case ALERT -> simple(AlertEvent.class, new AlertFold());
            case NOTICE -> simple(NoticeEvent.class, new NoticeFold());
            case WALLET ->
                    new KindFold<>(WalletEvent.class, KindFold::creditsOnly, WalletLedger::wallet);
        };
    }

    private static <V extends View, E> KindFold<V, E> simple(Class<E> events, Fold<V, E> fold) {
        return new KindFold<>(events, fold, view -> view);
    }

    // Debits are never looked up again; a wallet has far more of them than credits.
    private static WalletLedger creditsOnly(
            @Nullable WalletLedger current, WalletEvent event, Recorded info) {
        return new WalletFold().on(current, event, info).creditsOnly();
    }

    /** Begins to fold the events of one entity. */
    Run begin() {
        return new Run();
    }

    /** One entity, event by event. */
    final class Run {
        private @Nullable S state;

        /** Takes an event in; tells whether it is of this kind at all. */
        boolean take(Object event, Recorded info) {
            if (!events.isInstance(event)) {
                return false;
            }
            state = step.on(state, events.cast(event), info);
            return true;
        }

        @Nullable View view() {
            return state == null ? null : view.apply(state);
        }
    }
}
