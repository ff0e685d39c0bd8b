package io.tallybook.sagas.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.gateway.PaymentProvider.Again;
import io.tallybook.sagas.gateway.PaymentProvider.Charge;
import io.tallybook.sagas.gateway.PaymentProvider.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SandboxProviderTest {
    private final SandboxProvider provider = new SandboxProvider();

    private static Charge charge(String key, @Nullable String method, int attempt, long cents) {
        Ulid any = Ulid.derived(Instant.EPOCH, "any");
        return new Charge(
                key,
                new Scope(TenantId.of(any), EnvironmentId.of(any)),
                CustomerId.of(any),
                attempt,
                PaymentMethodType.CARD,
                method,
                Money.ofMinor(cents, CurrencyCode.of("USD")),
                null,
                null);
    }

    @Test
    void theSameKeyMovesMoneyOnceAndIsAnsweredTheSame() {
        Outcome first = provider.charge(charge("k", "pm_card_ok", 1, 2_000));
        assertThat(provider.charge(charge("k", "pm_card_ok", 1, 2_000))).isEqualTo(first);
        assertThat(first).isEqualTo(new Outcome.Paid("ch_k"));
        assertThat(provider.charges()).isOne();
        assertThatThrownBy(() -> provider.charge(charge("k", "pm_card_ok", 1, 2_001)))
                .hasMessageContaining("20.00")
                .hasMessageContaining("20.01");
    }

    @Test
    void theMethodSaysWhatComesOfIt() {
        assertThat(provider.charge(charge("a", "pm_card_declined_twice", 2, 1)))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(provider.charge(charge("b", "pm_card_declined_twice", 3, 1)))
                .isInstanceOf(Outcome.Paid.class);
        assertThat(provider.charge(charge("c", "pm_card_stolen", 1, 1)))
                .isEqualTo(new Outcome.Refused("stolen_card", "the card was stolen", Again.NEVER));
        assertThat(provider.charge(charge("d", "pm_card_action", 1, 1)))
                .isInstanceOf(Outcome.CustomerMustAct.class);
        assertThat(provider.charge(charge("e", null, 1, 1))).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void whatWasNotAnsweredIsAskedAgainUnderTheSameKey() {
        Charge charge = charge("s", "pm_card_silent", 1, 1);
        assertThatThrownBy(() -> provider.charge(charge)).isInstanceOf(ProviderSilent.class);
        assertThat(provider.charge(charge)).isEqualTo(new Outcome.Paid("ch_s"));
        assertThat(provider.charges()).isOne();
    }

    @Test
    void itMovesNothingWhereMoneyIsReal() {
        assertThat(provider.serves(EnvironmentMode.LIVE)).isFalse();
        assertThat(provider.serves(EnvironmentMode.SANDBOX)).isTrue();
    }
}
