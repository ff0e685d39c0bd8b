package io.tallybook.core.wire;

import io.tallybook.core.access.RoleEvent;
import io.tallybook.core.access.UserEvent;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.catalogue.AddonEvent;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.GroupEvent;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PriceBatchEvent;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceUnitEvent;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.discount.CouponEvent;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoicePaymentEvent;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The stable name of every event: what the store holds instead of a class name, so that a class may
 * move.
 *
 * <p>A name is given once and never to another thing. A change that is more than a further optional
 * field takes the next version here, a sample file and an upcaster, in one commit.
 */
public final class EventNames {
    /** One event: its class today, its name for ever, the version of its shape today. */
    public record Name(Class<?> type, String name, String version) {}

    private static final List<Name> ALL =
            List.of(
                    new Name(EnvironmentEvent.Created.class, "environment.created", "1"),
                    new Name(
                            EnvironmentEvent.ClockAdvanced.class,
                            "environment.clock_advanced",
                            "1"),
                    new Name(EnvironmentEvent.ClockSet.class, "environment.clock_set", "1"),
                    new Name(EnvironmentEvent.Renamed.class, "environment.renamed", "1"),
                    new Name(ApiKeyEvent.Issued.class, "api_key.issued", "1"),
                    new Name(ApiKeyEvent.TermsSet.class, "api_key.terms_set", "1"),
                    new Name(ApiKeyEvent.Revoked.class, "api_key.revoked", "1"),
                    new Name(TenantEvent.Created.class, "tenant.created", "1"),
                    new Name(TenantEvent.Updated.class, "tenant.updated", "1"),
                    new Name(SettingEvent.Changed.class, "setting.changed", "1"),
                    new Name(SettingEvent.Cleared.class, "setting.cleared", "1"),
                    new Name(UserEvent.Created.class, "user.created", "2"),
                    new Name(UserEvent.Updated.class, "user.updated", "2"),
                    new Name(UserEvent.RolesSet.class, "user.roles_set", "1"),
                    new Name(UserEvent.PasswordSet.class, "user.password_set", "1"),
                    new Name(UserEvent.Deleted.class, "user.deleted", "1"),
                    new Name(RoleEvent.Created.class, "role.created", "1"),
                    new Name(RoleEvent.Updated.class, "role.updated", "1"),
                    new Name(RoleEvent.Deleted.class, "role.deleted", "1"),
                    new Name(CustomerEvent.Created.class, "customer.created", "2"),
                    new Name(CustomerEvent.Updated.class, "customer.updated", "2"),
                    new Name(CustomerEvent.Deleted.class, "customer.deleted", "1"),
                    new Name(CustomerEvent.Erased.class, "customer.erased", "1"),
                    new Name(MeterEvent.Created.class, "meter.created", "1"),
                    new Name(MeterEvent.Updated.class, "meter.updated", "1"),
                    new Name(MeterEvent.Archived.class, "meter.archived", "1"),
                    new Name(MeterEvent.Deleted.class, "meter.deleted", "1"),
                    new Name(FeatureEvent.Created.class, "feature.created", "1"),
                    new Name(FeatureEvent.Updated.class, "feature.updated", "1"),
                    new Name(FeatureEvent.Deleted.class, "feature.deleted", "1"),
                    new Name(GroupEvent.Created.class, "group.created", "1"),
                    new Name(GroupEvent.Deleted.class, "group.deleted", "1"),
                    new Name(PlanEvent.Created.class, "plan.created", "1"),
                    new Name(PlanEvent.Updated.class, "plan.updated", "1"),
                    new Name(PlanEvent.Deleted.class, "plan.deleted", "1"),
                    new Name(PlanSyncEvent.Begun.class, "plan_sync.begun", "1"),
                    new Name(PlanSyncEvent.StepPlanned.class, "plan_sync.step_planned", "1"),
                    new Name(PlanSyncEvent.StepFinished.class, "plan_sync.step_finished", "1"),
                    new Name(PlanSyncEvent.Completed.class, "plan_sync.completed", "1"),
                    new Name(PriceEvent.Created.class, "price.created", "1"),
                    new Name(PriceEvent.Described.class, "price.described", "1"),
                    new Name(PriceEvent.Superseded.class, "price.superseded", "1"),
                    new Name(PriceEvent.Ended.class, "price.ended", "1"),
                    new Name(PriceBatchEvent.Created.class, "price_batch.created", "1"),
                    new Name(PriceUnitEvent.Created.class, "price_unit.created", "1"),
                    new Name(PriceUnitEvent.Updated.class, "price_unit.updated", "1"),
                    new Name(PriceUnitEvent.Deleted.class, "price_unit.deleted", "1"),
                    new Name(AlertSettingsEvent.Created.class, "alert_settings.created", "1"),
                    new Name(AlertSettingsEvent.Updated.class, "alert_settings.updated", "1"),
                    new Name(AlertSettingsEvent.Deleted.class, "alert_settings.deleted", "1"),
                    new Name(NoticeEvent.Told.class, "notice.told", "1"),
                    new Name(AlertEvent.Changed.class, "alert.changed", "1"),
                    new Name(AddonEvent.Created.class, "addon.created", "1"),
                    new Name(AddonEvent.Updated.class, "addon.updated", "1"),
                    new Name(AddonEvent.Deleted.class, "addon.deleted", "1"),
                    new Name(CouponEvent.Created.class, "coupon.created", "1"),
                    new Name(CouponEvent.Updated.class, "coupon.updated", "1"),
                    new Name(CouponEvent.Deleted.class, "coupon.deleted", "1"),
                    new Name(TaxRateEvent.Created.class, "tax_rate.created", "1"),
                    new Name(TaxRateEvent.Updated.class, "tax_rate.updated", "1"),
                    new Name(TaxRateEvent.Deleted.class, "tax_rate.deleted", "1"),
                    new Name(
                            CouponAssociationEvent.Created.class,
                            "coupon_association.created",
                            "1"),
                    new Name(CouponAssociationEvent.Used.class, "coupon_association.used", "1"),
                    new Name(
                            CouponAssociationEvent.GivenBack.class,
                            "coupon_association.given_back",
                            "1"),
                    new Name(CouponAssociationEvent.Ended.class, "coupon_association.ended", "1"),
                    new Name(
                            CouponAssociationEvent.Withdrawn.class,
                            "coupon_association.withdrawn",
                            "1"),
                    new Name(TaxAssociationEvent.Created.class, "tax_association.created", "1"),
                    new Name(TaxAssociationEvent.Updated.class, "tax_association.updated", "1"),
                    new Name(TaxAssociationEvent.Deleted.class, "tax_association.deleted", "1"),
                    new Name(EntitlementEvent.Created.class, "entitlement.created", "1"),
                    new Name(EntitlementEvent.Updated.class, "entitlement.updated", "1"),
                    new Name(EntitlementEvent.Deleted.class, "entitlement.deleted", "1"),
                    new Name(SubscriptionEvent.Activated.class, "subscription.activated", "1"),
                    new Name(SubscriptionEvent.Drafted.class, "subscription.drafted", "1"),
                    new Name(SubscriptionEvent.TrialEnded.class, "subscription.trial_ended", "1"),
                    new Name(
                            SubscriptionEvent.TrialChanged.class,
                            "subscription.trial_changed",
                            "1"),
                    new Name(
                            SubscriptionEvent.PaymentAwaited.class,
                            "subscription.payment_awaited",
                            "1"),
                    new Name(
                            SubscriptionEvent.PaymentArrived.class,
                            "subscription.payment_arrived",
                            "1"),
                    new Name(
                            SubscriptionEvent.PaymentMissed.class,
                            "subscription.payment_missed",
                            "1"),
                    new Name(SubscriptionEvent.Renewed.class, "subscription.renewed", "1"),
                    new Name(
                            SubscriptionEvent.ThresholdCrossed.class,
                            "subscription.threshold_crossed",
                            "1"),
                    new Name(
                            SubscriptionEvent.LinesChanged.class,
                            "subscription.lines_changed",
                            "1"),
                    new Name(
                            SubscriptionEvent.PauseScheduled.class,
                            "subscription.pause_scheduled",
                            "1"),
                    new Name(
                            SubscriptionEvent.PauseWithdrawn.class,
                            "subscription.pause_withdrawn",
                            "1"),
                    new Name(
                            SubscriptionEvent.HeirsChanged.class,
                            "subscription.heirs_changed",
                            "1"),
                    new Name(
                            SubscriptionEvent.GroupChanged.class,
                            "subscription.group_changed",
                            "1"),
                    new Name(SubscriptionEvent.GroupJoined.class, "subscription.group_joined", "1"),
                    new Name(SubscriptionEvent.GroupLeft.class, "subscription.group_left", "1"),
                    new Name(SubscriptionEvent.Paused.class, "subscription.paused", "1"),
                    new Name(SubscriptionEvent.Resumed.class, "subscription.resumed", "1"),
                    new Name(
                            SubscriptionEvent.ChangeScheduled.class,
                            "subscription.change_scheduled",
                            "1"),
                    new Name(SubscriptionEvent.Remetered.class, "subscription.remetered", "1"),
                    new Name(
                            SubscriptionEvent.ChangeWithdrawn.class,
                            "subscription.change_withdrawn",
                            "1"),
                    new Name(
                            SubscriptionEvent.CancellationScheduled.class,
                            "subscription.cancellation_scheduled",
                            "1"),
                    new Name(
                            SubscriptionEvent.CancellationWithdrawn.class,
                            "subscription.cancellation_withdrawn",
                            "1"),
                    new Name(SubscriptionEvent.Cancelled.class, "subscription.cancelled", "1"),
                    new Name(InvoiceEvent.Opened.class, "invoice.opened", "1"),
                    new Name(
                            InvoiceEvent.FinalizationRequested.class,
                            "invoice.finalization_requested",
                            "1"),
                    new Name(InvoiceEvent.Computed.class, "invoice.computed", "1"),
                    new Name(InvoiceEvent.Skipped.class, "invoice.skipped", "1"),
                    new Name(InvoiceEvent.Finalized.class, "invoice.finalized", "1"),
                    new Name(InvoiceEvent.Voided.class, "invoice.voided", "1"),
                    new Name(InvoicePaymentEvent.PaymentHeld.class, "invoice.payment_held", "1"),
                    new Name(
                            InvoicePaymentEvent.PaymentReleased.class,
                            "invoice.payment_released",
                            "1"),
                    new Name(
                            InvoicePaymentEvent.PaymentApplied.class,
                            "invoice.payment_applied",
                            "1"),
                    new Name(
                            InvoicePaymentEvent.RefundOrdered.class, "invoice.refund_ordered", "1"),
                    new Name(
                            InvoicePaymentEvent.RefundApplied.class, "invoice.refund_applied", "1"),
                    new Name(
                            InvoicePaymentEvent.CollectionGivenUp.class,
                            "invoice.collection_given_up",
                            "1"),
                    new Name(
                            InvoicePaymentEvent.LinesCredited.class, "invoice.lines_credited", "1"),
                    new Name(
                            InvoicePaymentEvent.CreditTakenBack.class,
                            "invoice.credit_taken_back",
                            "1"),
                    new Name(CreditNoteEvent.Drafted.class, "credit_note.drafted", "1"),
                    new Name(CreditNoteEvent.Issued.class, "credit_note.issued", "1"),
                    new Name(CreditNoteEvent.Voided.class, "credit_note.voided", "1"),
                    new Name(PaymentEvent.Created.class, "payment.created", "1"),
                    new Name(PaymentEvent.Described.class, "payment.described", "1"),
                    new Name(PaymentEvent.AttemptBegun.class, "payment.attempt_begun", "1"),
                    new Name(PaymentEvent.CustomerAsked.class, "payment.customer_asked", "1"),
                    new Name(PaymentEvent.Succeeded.class, "payment.succeeded", "1"),
                    new Name(PaymentEvent.Declined.class, "payment.declined", "1"),
                    new Name(PaymentEvent.Refunded.class, "payment.refunded", "1"),
                    new Name(PaymentEvent.Voided.class, "payment.voided", "1"),
                    new Name(PaymentEvent.Deleted.class, "payment.deleted", "1"),
                    new Name(InvoiceEvent.Described.class, "invoice.described", "1"),
                    new Name(InvoiceEvent.DraftComputed.class, "invoice.draft_computed", "1"),
                    new Name(
                            InvoiceEvent.ComputationRequested.class,
                            "invoice.computation_requested",
                            "1"),
                    new Name(
                            InvoiceEvent.CommunicationRequested.class,
                            "invoice.communication_requested",
                            "1"),
                    new Name(
                            InvoicePaymentEvent.DueDatePassed.class,
                            "invoice.due_date_passed",
                            "1"),
                    new Name(InvoicePaymentEvent.WrittenOff.class, "invoice.written_off", "1"),
                    new Name(InvoiceEvent.Parked.class, "invoice.parked", "1"),
                    new Name(InvoiceEvent.Released.class, "invoice.released", "1"),
                    new Name(WalletEvent.Created.class, "wallet.created", "1"),
                    new Name(WalletEvent.ToppedUp.class, "wallet.topped_up", "1"),
                    new Name(WalletEvent.Debited.class, "wallet.debited", "1"),
                    new Name(WalletEvent.GivenBack.class, "wallet.given_back", "1"),
                    new Name(WalletEvent.Updated.class, "wallet.updated", "1"),
                    new Name(WalletEvent.PurchaseBegun.class, "wallet.purchase_begun", "1"),
                    new Name(WalletEvent.PurchaseFailed.class, "wallet.purchase_failed", "1"),
                    new Name(WalletEvent.TakenOut.class, "wallet.taken_out", "1"),
                    new Name(WalletEvent.Expired.class, "wallet.expired", "1"),
                    new Name(WalletEvent.CarriedOver.class, "wallet.carried_over", "1"),
                    new Name(WalletEvent.TopUpTriggered.class, "wallet.top_up_triggered", "1"),
                    new Name(WalletEvent.TopUpPassed.class, "wallet.top_up_passed", "1"),
                    new Name(WalletEvent.TopUpRestBegun.class, "wallet.top_up_rest_begun", "1"),
                    new Name(WalletEvent.TopUpRestEnded.class, "wallet.top_up_rest_ended", "1"),
                    new Name(WalletEvent.TopUpsHalted.class, "wallet.top_ups_halted", "1"),
                    new Name(CreditGrantEvent.Created.class, "credit_grant.created", "1"),
                    new Name(CreditGrantEvent.Updated.class, "credit_grant.updated", "1"),
                    new Name(CreditGrantEvent.Applied.class, "credit_grant.applied", "1"),
                    new Name(CreditGrantEvent.Skipped.class, "credit_grant.skipped", "1"),
                    new Name(
                            CreditGrantEvent.ApplicationFailed.class,
                            "credit_grant.application_failed",
                            "1"),
                    new Name(CreditGrantEvent.Ended.class, "credit_grant.ended", "1"),
                    new Name(WalletEvent.Held.class, "wallet.held", "1"),
                    new Name(WalletEvent.HoldCaptured.class, "wallet.hold_captured", "1"),
                    new Name(WalletEvent.HoldReleased.class, "wallet.hold_released", "1"),
                    new Name(WalletEvent.Terminated.class, "wallet.terminated", "1"));

    private static final Map<Class<?>, Name> BY_TYPE =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Name::type, Function.identity()));
    private static final Map<String, Name> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Name::name, Function.identity()));

    private EventNames() {}

    public static List<Name> all() {
        return ALL;
    }

    public static Optional<Name> of(Class<?> type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    public static Optional<Name> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
