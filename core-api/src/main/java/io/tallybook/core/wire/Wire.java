package io.tallybook.core.wire;

import io.tallybook.core.EntityId;
import io.tallybook.core.access.RoleId;
import io.tallybook.core.access.UserId;
import io.tallybook.core.alert.AlertId;
import io.tallybook.core.alert.AlertSettingsId;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceBatchId;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceUnitId;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.GrantApplicationId;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.ledger.LedgerAccountId;
import io.tallybook.core.notice.NoticeId;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.plansync.PlanSyncId;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.CommitmentBucketId;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PhaseId;
import io.tallybook.core.subscription.ScheduleId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.SettingId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

/**
 * How messages and stored rows are written as JSON: ids and decimals as text, money as {@code
 * {"amount":"19.99","currency":"USD"}}, moments in ISO 8601.
 */
public final class Wire {
    private Wire() {}

    /** The mapper for rows and other documents of ours. */
    public static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder();
        configure(builder);
        return builder.build();
    }

    /**
     * Sets up a mapper.
     *
     * <p>Decimals never pass through binary floating point, not even as a tree on their way through
     * an upcaster.
     */
    public static void configure(JsonMapper.Builder builder) {
        builder.addModule(module())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                // Without this a replay's token can be written and not read again, and the
                // processor stays dead.
                .polymorphicTypeValidator(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfSubType("org.axonframework.")
                                .allowIfSubType("io.tallybook.")
                                .allowIfSubType(String.class)
                                .build());
    }

    private static SimpleModule module() {
        SimpleModule module = new SimpleModule("tallybook");
        module.addSerializer(EntityId.class, text(EntityId.class, EntityId::value));
        id(module, TenantId.class, TenantId::new);
        id(module, EnvironmentId.class, EnvironmentId::new);
        id(module, ApiKeyId.class, ApiKeyId::new);
        id(module, UserId.class, UserId::new);
        id(module, RoleId.class, RoleId::new);
        id(module, SettingId.class, SettingId::new);
        id(module, CustomerId.class, CustomerId::new);
        id(module, MeterId.class, MeterId::new);
        id(module, FeatureId.class, FeatureId::new);
        id(module, GroupId.class, GroupId::new);
        id(module, PlanId.class, PlanId::new);
        id(module, PlanSyncId.class, PlanSyncId::new);
        id(module, PriceId.class, PriceId::new);
        id(module, PriceBatchId.class, PriceBatchId::new);
        id(module, PriceUnitId.class, PriceUnitId::new);
        id(module, AddonId.class, AddonId::new);
        id(module, CouponId.class, CouponId::new);
        id(module, CouponAssociationId.class, CouponAssociationId::new);
        id(module, TaxAssociationId.class, TaxAssociationId::new);
        id(module, TaxRateId.class, TaxRateId::new);
        id(module, AddonAssociationId.class, AddonAssociationId::new);
        id(module, PauseId.class, PauseId::new);
        id(module, PhaseId.class, PhaseId::new);
        id(module, ScheduleId.class, ScheduleId::new);
        id(module, EntitlementId.class, EntitlementId::new);
        id(module, SubscriptionId.class, SubscriptionId::new);
        id(module, LineItemId.class, LineItemId::new);
        id(module, CommitmentBucketId.class, CommitmentBucketId::new);
        id(module, InvoiceId.class, InvoiceId::new);
        id(module, InvoiceLineId.class, InvoiceLineId::new);
        id(module, WalletId.class, WalletId::new);
        id(module, WalletTransactionId.class, WalletTransactionId::new);
        id(module, HoldId.class, HoldId::new);
        id(module, AlertSettingsId.class, AlertSettingsId::new);
        id(module, AlertId.class, AlertId::new);
        id(module, NoticeId.class, NoticeId::new);
        id(module, CreditGrantId.class, CreditGrantId::new);
        id(module, GrantApplicationId.class, GrantApplicationId::new);
        id(module, LedgerAccountId.class, LedgerAccountId::new);
        id(module, PaymentId.class, PaymentId::new);
        id(module, RefundId.class, RefundId::new);
        id(module, CreditNoteId.class, CreditNoteId::new);
        id(module, CreditNoteLineId.class, CreditNoteLineId::new);
        module.addSerializer(CurrencyCode.class, text(CurrencyCode.class, CurrencyCode::code));
        module.addDeserializer(CurrencyCode.class, ofText(CurrencyCode.class, CurrencyCode::of));
        module.addDeserializer(Instant.class, ofText(Instant.class, Moments::of));
        module.addSerializer(BigDecimal.class, text(BigDecimal.class, BigDecimal::toPlainString));
        module.addSerializer(Money.class, new MoneyWriter());
        module.addDeserializer(Money.class, new MoneyReader());
        return module;
    }

    private static <I extends EntityId> void id(
            SimpleModule module, Class<I> type, Function<String, I> make) {
        module.addDeserializer(type, ofText(type, make));
        module.addKeyDeserializer(
                type,
                new tools.jackson.databind.KeyDeserializer() {
                    @Override
                    public Object deserializeKey(String key, DeserializationContext context) {
                        return make.apply(key);
                    }
                });
    }

    private static <T> ValueSerializer<T> text(Class<T> type, Function<T, String> text) {
        return new ValueSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
                out.writeString(text.apply(value));
            }

            @Override
            public Class<T> handledType() {
                return type;
            }
        };
    }

    private static <T> ValueDeserializer<T> ofText(Class<T> type, Function<String, T> make) {
        return new ValueDeserializer<>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) {
                return make.apply(in.getString());
            }

            @Override
            public Class<T> handledType() {
                return type;
            }
        };
    }

    private record MoneyText(BigDecimal amount, CurrencyCode currency) {}

    private static final class MoneyWriter extends ValueSerializer<Money> {
        @Override
        public void serialize(Money value, JsonGenerator out, SerializationContext context) {
            out.writeStartObject();
            out.writeStringProperty("amount", value.toDecimal().toPlainString());
            out.writeStringProperty("currency", value.currency().code());
            out.writeEndObject();
        }
    }

    private static final class MoneyReader extends ValueDeserializer<Money> {
        @Override
        public Money deserialize(JsonParser in, DeserializationContext context) {
            MoneyText text = context.readValue(in, MoneyText.class);
            return Money.of(text.amount(), text.currency());
        }
    }
}
