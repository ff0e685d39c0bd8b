package io.tallybook.api;

import io.tallybook.api.auth.KeyQuery;
import io.tallybook.api.auth.LastUse;
import io.tallybook.api.auth.Passwords;
import io.tallybook.api.auth.RateLimits;
import io.tallybook.api.auth.RememberedKeys;
import io.tallybook.api.auth.SigningKeys;
import io.tallybook.api.auth.Tokens;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.access.Accounts;
import io.tallybook.api.flexprice.access.Roles;
import io.tallybook.api.flexprice.access.Secrets;
import io.tallybook.api.flexprice.access.Settings;
import io.tallybook.api.flexprice.access.SignUps;
import io.tallybook.api.flexprice.access.Tenants;
import io.tallybook.api.flexprice.access.Users;
import io.tallybook.api.idempotency.Purge;
import io.tallybook.api.ids.Ids;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.scheduler.Scheduler;

/**
 * Who may do what, put together.
 *
 * <p>Settings: {@code tallybook.rate-limit.requests-per-minute} (600,000 a key), {@code
 * tallybook.auth.sign-up} (open or closed), {@code tallybook.auth.token-valid-for} (12h), {@code
 * tallybook.auth.token-key-rotate-after} (30d), {@code tallybook.auth.bcrypt-strength} (11), {@code
 * tallybook.auth.last-use-every} (10s), {@code tallybook.idempotency.keep} (7d), {@code
 * tallybook.idempotency.purge-every} (10m), {@code tallybook.cors.origins} (*).
 */
@Configuration(proxyBeanMethods = false)
@Import({Roles.class, Secrets.class, Settings.class, Tenants.class, Users.class})
class AccessConfiguration {

    @Bean
    RememberedKeys rememberedKeys(Dispatch dispatch, Passwords passwords) {
        return new RememberedKeys(new KeyQuery(dispatch, passwords), System::nanoTime);
    }

    @Bean
    Tokens tokens(
            DatabaseClient database,
            InstantSource clock,
            @Value("${tallybook.auth.token-valid-for:PT12H}") String validFor,
            @Value("${tallybook.auth.token-key-rotate-after:P30D}") String rotateAfter) {
        Duration valid = Duration.parse(validFor);
        return new Tokens(
                new SigningKeys(database, Duration.parse(rotateAfter), valid), valid, clock);
    }

    @Bean
    Passwords passwords(
            DatabaseClient database,
            Scheduler apiWork,
            @Value("${tallybook.auth.bcrypt-strength:11}") int strength) {
        return new Passwords(database, apiWork, strength);
    }

    @Bean
    RateLimits rateLimits(
            InstantSource clock,
            @Value("${tallybook.rate-limit.requests-per-minute:600000}") int perMinute) {
        return new RateLimits(perMinute, clock);
    }

    @Bean(destroyMethod = "close")
    LastUse lastUse(
            DatabaseClient database,
            @Value("${tallybook.auth.last-use-every:PT10S}") String every) {
        return new LastUse(database, Duration.parse(every));
    }

    @Bean(destroyMethod = "close")
    Purge idempotencyPurge(
            DatabaseClient database,
            @Value("${tallybook.idempotency.keep:P7D}") String keep,
            @Value("${tallybook.idempotency.purge-every:PT10M}") String every) {
        return new Purge(database, Duration.parse(keep), Duration.parse(every));
    }

    @Bean
    Accounts accounts(
            Dispatch dispatch,
            Passwords passwords,
            Tokens tokens,
            RateLimits limits,
            RememberedKeys remembered) {
        return new Accounts(dispatch, passwords, tokens, limits, remembered);
    }

    @Bean
    SignUps signUps(
            Dispatch dispatch,
            Passwords passwords,
            Tokens tokens,
            RateLimits limits,
            Ids ids,
            DatabaseClient database,
            @Value("${tallybook.auth.sign-up:OPEN}") SignUps.SignUpPolicy policy) {
        return new SignUps(dispatch, passwords, tokens, limits, ids, database, policy);
    }
}
