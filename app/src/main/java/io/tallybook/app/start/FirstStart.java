package io.tallybook.app.start;

import io.tallybook.core.Meta;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Makes the first tenant, with a live and a sandbox environment and a key to each.
 *
 * <p>It looks first whether there is an environment already, and repeats harmlessly when it was cut
 * off half-way: its ids are derived, and keys are made anew, for nobody has seen those that were
 * never printed.
 */
public final class FirstStart {
    private static final int KEY_BYTES = 24;
    private static final int HINT_LENGTH = 4;

    private final CommandGateway commands;
    private final QueryGateway queries;
    private final Clock machine;
    private final SecureRandom random = new SecureRandom();

    public FirstStart(CommandGateway commands, QueryGateway queries, Clock machine) {
        this.commands = commands;
        this.queries = queries;
        this.machine = machine;
    }

    /** The keys of the first start; empty of them when it was not the first. */
    public sealed interface Outcome {}

    /** It was the first start. */
    public record Made(String sandboxKey, String liveKey) implements Outcome {}

    /** There was a tenant already, and a key was chosen that it did not know. */
    public record KeyAdded(String sandboxKey) implements Outcome {}

    /** There was a tenant already. */
    public record AlreadyThere() implements Outcome {}

    /**
     * @param chosenKey the key of the sandbox, or empty to have one made
     */
    public Outcome run(String chosenKey) {
        Instant now = machine.instant();
        if (isDone()) {
            return known(chosenKey) ? new AlreadyThere() : added(chosenKey.strip(), now);
        }
        String live = "tb_live_" + secret();
        String sandbox = chosenKey.isBlank() ? "tb_sandbox_" + secret() : chosenKey.strip();
        make(scope("live"), "live", EnvironmentMode.LIVE, live, now);
        // The sandbox comes last: once it can be seen, everything has been made.
        make(scope("sandbox"), "sandbox", EnvironmentMode.SANDBOX, sandbox, now);
        return new Made(sandbox, live);
    }

    private boolean isDone() {
        return queries
                .query(
                        new TenancyQuery.AllEnvironments(),
                        ResponseTypes.instanceOf(TenancyQuery.Environments.class))
                .join()
                .items()
                .stream()
                .anyMatch(environment -> environment.mode() == EnvironmentMode.SANDBOX);
    }

    private boolean known(String key) {
        return key.isBlank()
                || queries.query(
                                new TenancyQuery.ByApiKey(sha256(key.strip())),
                                ResponseTypes.optionalInstanceOf(TenancyQuery.Principal.class))
                        .join()
                        .isPresent();
    }

    private Outcome added(String key, Instant now) {
        issue(scope("sandbox"), "chosen", key, now);
        return new KeyAdded(key);
    }

    private void make(Scope scope, String name, EnvironmentMode mode, String key, Instant now) {
        issue(scope, name, key, now);
        send(
                new EnvironmentCommand.Create(scope.environment(), scope, now, name, mode),
                scope,
                now);
    }

    private void issue(Scope scope, String name, String key, Instant now) {
        String hash = sha256(key);
        ApiKeyId id = ApiKeyId.of(Ulid.derived(now, scope.environment().value(), hash));
        String hint = key.substring(Math.max(0, key.length() - HINT_LENGTH));
        send(new ApiKeyCommand.Issue(id, scope, now, name, hash, hint), scope, now);
    }

    /**
     * The first start is the only one, so it names its tenant and its environments by constants.
     */
    private static Scope scope(String environment) {
        return new Scope(
                TenantId.of(Ulid.derived(Instant.EPOCH, "first-tenant")),
                EnvironmentId.of(Ulid.derived(Instant.EPOCH, "first-tenant", environment)));
    }

    private void send(Object command, Scope scope, Instant now) {
        commands.sendAndWait(
                new GenericCommandMessage<>(
                        command,
                        Map.of(
                                Meta.TENANT, scope.tenant().value(),
                                Meta.ENVIRONMENT, scope.environment().value(),
                                Meta.ACTOR, "process:first-start",
                                Meta.COMMAND, command.getClass().getSimpleName(),
                                Meta.EFFECTIVE_AT, now.toString())));
    }

    private String secret() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
