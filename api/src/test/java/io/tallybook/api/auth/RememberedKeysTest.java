package io.tallybook.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RememberedKeysTest {

    private static final Caller CALLER =
            new Caller(
                    new Scope(
                            new TenantId("tenant_00000000000000000000000001"),
                            new EnvironmentId("env_00000000000000000000000001")),
                    EnvironmentMode.SANDBOX,
                    "secret_00000000000000000000000001");

    private final List<String> asked = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private boolean withdrawn;

    private final RememberedKeys keys =
            new RememberedKeys(
                    sha -> {
                        asked.add(sha);
                        return sha.equals("known") && !withdrawn ? Mono.just(CALLER) : Mono.empty();
                    },
                    nanos::get);

    @Test
    void aKeyIsAskedForOnceInAWhile() {
        assertThat(keys.find("known").block()).isEqualTo(CALLER);
        assertThat(keys.find("known").block()).isEqualTo(CALLER);
        assertThat(asked).hasSize(1);
    }

    @Test
    void anUnknownKeyIsRememberedAsUnknown() {
        assertThat(keys.find("guess").blockOptional()).isEmpty();
        assertThat(keys.find("guess").blockOptional()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aWithdrawnKeyWorksNoLongerThanTheWhile() {
        keys.find("known").block();
        withdrawn = true;
        nanos.addAndGet(RememberedKeys.FOR.toNanos() - 1);
        assertThat(keys.find("known").blockOptional()).isPresent();
        nanos.addAndGet(1);
        assertThat(keys.find("known").blockOptional()).isEmpty();
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 10_001; i++) {
            keys.find("guess" + i).blockOptional();
        }
        asked.clear();
        keys.find("guess0").blockOptional();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aKeyIsKnownByTheSha256OfItsText() {
        assertThat(Authentication.sha256("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
